package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFolderWithOnlyEnvLocal(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env.local", pulled)
	g := d.found()
	same(t, "URL", g.URL, "https://"+host)
	same(t, "URL source", g.URLSource.String(), ".env.local:2 NEON_AI_GATEWAY_BASE_URL")
	same(t, "token", g.Token.Reveal(), secret)
	same(t, "token source", g.TokenSource.String(), ".env.local:3 NEON_AI_GATEWAY_TOKEN")
	same(t, "family", g.Family, "NEON")
	same(t, "branch id", g.BranchID, "br-winter-pond-aptw82ef")
	same(t, "branch", g.Branch, Value{"main", Source{".env.local", 1, "NEON_BRANCH"}})
	same(t, "console", ConsoleURL(g), "")
	same(t, "notices", len(g.Notices)+len(g.Remarks), 0)
}

func TestEnvLocalRulesOverEnvAndTheProcessOverBoth(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", strings.ReplaceAll(pulled, secret, stale)+"NEON_PROJECT_ID=from-env\n")
	d.write("app/.env.local", "NEON_AI_GATEWAY_TOKEN="+secret+"\nNEON_BRANCH=\n")
	g := d.found()
	same(t, "token", g.Token.Reveal(), secret)
	same(t, "URL source", g.URLSource.String(), ".env:2 NEON_AI_GATEWAY_BASE_URL")
	same(t, "branch behind an empty one", g.Branch.Text, "main")
	same(t, "project", g.ProjectID.Text, "from-env")

	d.env["NEON_AI_GATEWAY_TOKEN"] = stale
	g = d.found()
	same(t, "token", g.Token.Reveal(), stale)
	same(t, "source", g.TokenSource.String(), "NEON_AI_GATEWAY_TOKEN in the environment")
	has(t, "notices", g.Notices, ".env.local:1 NEON_AI_GATEWAY_TOKEN differs")
}

func TestOnlyTheOpenAIPairOfOlderTooling(t *testing.T) {
	for _, path := range []string{"/ai-gateway/openai/v1", "/openai/v1/"} {
		d := newDesk(t)
		d.write("app/.env", "OPENAI_BASE_URL=https://"+host+path+"\nOPENAI_API_KEY="+secret+"\n")
		g := d.found()
		same(t, "URL", g.URL, "https://"+host)
		same(t, "family", g.Family, "OPENAI")
		same(t, "token", g.Token.Reveal(), secret)
		same(t, "branch", g.Branch.Text, "br-winter-pond-aptw82ef")
		same(t, "notices", len(g.Notices), 0)
	}
}

func TestNeonWinsOverOpenAIWhereverEachWasFound(t *testing.T) {
	d := newDesk(t)
	d.env["OPENAI_BASE_URL"] = "https://br-other-pond-aptw82ef-api.ai.us-east-2.aws.neon.tech/ai-gateway/openai/v1"
	d.env["OPENAI_API_KEY"] = stale
	d.write("app/.env", pulled)
	g := d.found()
	same(t, "URL", g.URL, "https://"+host)
	same(t, "token", g.Token.Reveal(), secret)
}

func TestAUsersOwnOpenAIKeyBesideNeons(t *testing.T) {
	d := newDesk(t)
	d.env["OPENAI_API_KEY"] = theirs
	d.env["OPENAI_BASE_URL"] = "https://api.openai.com/v1"
	d.write("app/.env.local", pulled)
	g := d.found()
	same(t, "token", g.Token.Reveal(), secret)
	has(t, "remarks", g.Remarks, "OPENAI_API_KEY in the environment is not used")
	same(t, "notices", len(g.Notices), 0)
}

func TestAUsersOwnOpenAIKeyNeverMeetsANeonHost(t *testing.T) {
	gateway := "OPENAI_BASE_URL=https://" + host + "/ai-gateway/openai/v1\n"

	d := newDesk(t)
	d.env["OPENAI_API_KEY"] = theirs
	d.write("app/.env", gateway)
	d.refused("OPENAI_API_KEY in the environment", "key of your own", ".env:1 OPENAI_BASE_URL", "neon env pull")

	// the project's own pair serves where the profile exports a key
	d.write("app/.env", gateway+"OPENAI_API_KEY="+secret+"\n")
	same(t, "token", d.found().Token.Reveal(), secret)

	// nor as the other half of Neon's
	d.write("app/.env", "NEON_AI_GATEWAY_BASE_URL=https://"+host+"\n")
	d.refused(".env:1 NEON_AI_GATEWAY_BASE_URL: there is no NEON_AI_GATEWAY_TOKEN")

	// nor under Neon's name
	d.env["NEON_AI_GATEWAY_TOKEN"] = theirs
	d.refused("NEON_AI_GATEWAY_TOKEN in the environment", "another vendor", host)
	d.env["NEON_AI_GATEWAY_TOKEN"] = "napi_0123456789"
	d.refused("a key for Neon's API", host)
}

func TestANeonTokenNeverMeetsAnotherVendorsHost(t *testing.T) {
	d := newDesk(t)
	d.env["OPENAI_BASE_URL"] = "https://api.openai.com/v1"
	d.env["OPENAI_API_KEY"] = secret
	err := d.refused("NEON_AI_GATEWAY_BASE_URL")
	if _, ok := errors.AsType[*NotFoundError](err); !ok {
		t.Errorf("got %T, want a NotFoundError", err)
	}
	g, _ := d.find()
	has(t, "remarks", g.Remarks, "OPENAI_BASE_URL in the environment is not used")

	d.env["NEON_AI_GATEWAY_TOKEN"] = secret
	d.refused("NEON_AI_GATEWAY_TOKEN in the environment: there is no NEON_AI_GATEWAY_BASE_URL")

	for _, url := range []string{
		"https://host.neon.tech.example.com/ai-gateway/openai/v1",
		"https://example.com/ai-gateway/openai/v1",
		"https://neon.tech@example.com/ai-gateway/openai/v1",
		"https://" + host + "/v2",
		"http://localhost:11434/v1",
	} {
		d := newDesk(t)
		d.env["OPENAI_BASE_URL"], d.env["OPENAI_API_KEY"] = url, secret
		d.refused("NEON_AI_GATEWAY_BASE_URL")
	}
}

func TestAStrangersFolderCannotFetchTheTokenOutOfTheEnvironment(t *testing.T) {
	d := newDesk(t)
	d.env["NEON_AI_GATEWAY_TOKEN"] = secret
	d.write("app/.env", "NEON_AI_GATEWAY_BASE_URL=https://gateway.example.com\n")
	d.refused("not sent to gateway.example.com", ".env:1 NEON_AI_GATEWAY_BASE_URL")

	// whoever sets both in one place may
	d.env["NEON_AI_GATEWAY_BASE_URL"] = "https://proxy.example.com"
	g := d.found()
	same(t, "URL", g.URL, "https://proxy.example.com")
	has(t, "notices", g.Notices, "proxy.example.com is not a host of Neon's")
}

func TestHalfANeonPairBesideAWholeOpenAIPair(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", "OPENAI_BASE_URL=https://"+host+"/openai/v1\nOPENAI_API_KEY="+secret+
		"\nNEON_AI_GATEWAY_BASE_URL=https://"+host+"\n")
	g := d.found()
	same(t, "family", g.Family, "OPENAI")
	has(t, "notices", g.Notices, "there is no NEON_AI_GATEWAY_TOKEN")

	// another branch's pair can't stand in
	d.env["NEON_AI_GATEWAY_BASE_URL"] = "https://br-other-pond-aptw82ef-api.ai.us-east-2.aws.neon.tech"
	d.refused("NEON_AI_GATEWAY_BASE_URL in the environment: there is no NEON_AI_GATEWAY_TOKEN")
}

func TestOlderNames(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", "NEON_AI_GATEWAY_HOST="+host+"\nNEON_AI_GATEWAY_KEY="+secret+"\n")
	g := d.found()
	same(t, "URL", g.URL, "https://"+host)
	same(t, "token", g.Token.Reveal(), secret)

	// the newer name rules, even from a lesser source
	d.env["NEON_AI_GATEWAY_KEY"] = stale
	d.write("app/.env", pulled)
	same(t, "token", d.found().Token.Reveal(), secret)
}

func TestAParentFoldersFile(t *testing.T) {
	d := newDesk(t)
	d.at = "app/web/src"
	d.write("app/.env.local", pulled)
	d.write("app/web/.env/pyvenv.cfg", "") // a folder is no env file
	g := d.found()
	same(t, "source", g.URLSource.File, filepath.Join(d.home, "app", ".env.local"))
}

func TestANearerFileHidesTheOneThatHasThem(t *testing.T) {
	d := newDesk(t)
	d.at = "app/web"
	d.write("app/.env.local", pulled)
	d.write("app/web/.env", "PORT=3000\n")
	d.refused("or in .env", "--env-file "+filepath.Join(d.home, "app", ".env.local"))
}

func TestTheWalkEndsAtHome(t *testing.T) {
	d := newDesk(t)
	d.write(".env", pulled)
	d.home = filepath.Join(d.home, "me")
	d.refused("NEON_AI_GATEWAY_BASE_URL and NEON_AI_GATEWAY_TOKEN",
		".env.local or .env in "+filepath.Join(d.home, "app")+", "+d.home, "neon env pull", "--demo")
	d.write(".env", pulled)
	d.found()

	// a home that is named by a link is still home
	alias := filepath.Join(t.TempDir(), "alias")
	if err := os.Symlink(d.home, alias); err != nil {
		t.Skip("no links here")
	}
	got := Place{Dir: filepath.Join(d.home, "app"), Home: alias}.folders()
	same(t, "last folder", got[len(got)-1], d.home)
}

func TestAnEnvFileNamedByFlag(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env.local", strings.ReplaceAll(pulled, secret, stale))
	d.write("staging/vars", pulled)
	d.write("staging/.neon", `{"projectId": "quiet-lake-1", "branch": "main"}`)
	d.file = "../staging/vars"
	g := d.found()
	same(t, "token", g.Token.Reveal(), secret)
	same(t, "console", ConsoleURL(g),
		"https://console.neon.tech/app/projects/quiet-lake-1/branches/br-winter-pond-aptw82ef/ai-gateway")

	d.file = "nowhere"
	d.refused("nowhere")
	d.file = "../staging/.neon"
	d.refused("or in " + filepath.Join(d.home, "staging", ".neon"))
}

func TestALinkAlone(t *testing.T) {
	d := newDesk(t)
	d.write("app/.neon", `{"orgId": "o", "projectId": "quiet-lake-1", "branch": "dev"}`)
	err := d.refused("quiet-lake-1", "branch dev", "not pulled", "neon env pull")
	if e, ok := errors.AsType[*NotFoundError](err); !ok || e.Branch.Source.String() != ".neon branch" {
		t.Errorf("got %#v", err)
	}
}

func TestABrokenLineHidesNothingButItself(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", "source ./more\nNEON_AI_GATEWAY_KEY=\""+stale+"\n"+pulled)
	g := d.found()
	same(t, "token", g.Token.Reveal(), secret)
	same(t, "notices", strings.Join(g.Notices, "|"), ".env:2: the quote is not closed at a line's end")

	// it may be the reason why there is nothing
	d.write("app/.env", "source ./more\nNEON_AI_GATEWAY_BASE_URL="+host+"\nNEON_AI_GATEWAY_TOKEN '"+secret+"'\n")
	d.refused("there is no NEON_AI_GATEWAY_TOKEN")
	g, _ = d.find()
	has(t, "notices", g.Notices, ".env:1: this line is not KEY=value")
	has(t, "notices", g.Notices, ".env:3: this line is not KEY=value")
	d.silent(strings.Join(g.Notices, "\n"))
}

func TestAFileThatCannotBeReadIsANotice(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", pulled)
	d.write("app/.env.local", "\xff\xfeN\x00E\x00")
	has(t, "notices", d.found().Notices, ".env.local: it is in UTF-16")
}

func TestATokenThatWasPastedBadly(t *testing.T) {
	for name, token := range map[string]string{
		"a space":                secret[:20] + " " + secret[20:],
		"a line break":           secret[:20] + "\n" + secret[20:],
		"an escape":              secret + "\x1b[0m" + secret,
		"the word before it":     "Bearer " + secret,
		"quotes":                 `"` + secret + `"`,
		"a masked one":           "nt_live_…abcd",
		"a variable, not filled": "${NEON_TOKEN}",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.env["NEON_AI_GATEWAY_BASE_URL"] = host
			d.env["NEON_AI_GATEWAY_TOKEN"] = token
			d.refused("NEON_AI_GATEWAY_TOKEN in the environment", "pasted badly")
		})
	}
	d := newDesk(t)
	d.write("app/.env", pulled)
	d.env["NEON_AI_GATEWAY_TOKEN"] = " " + secret + "\n"
	same(t, "token", d.found().Token.Reveal(), secret)
}

// An old .env.local stands beside the .env that the CLI has just written.
func TestTwoFilesThatNameTwoBranchesAreSaidOnce(t *testing.T) {
	const other = "br-quiet-lake-bq12cd34-api.ai.us-east-2.aws.neon.tech"
	pair := func(url, host, token, key string) string {
		return url + "=https://" + host + "\n" + token + "=" + key + "\n"
	}
	neon := func(host string) string { return pair(neonURL, host, neonToken, secret) }
	for _, c := range []struct {
		name, local, plain, want string
	}{
		{"both of one branch", neon(host), neon(host), ""},
		{"of two", neon(other), neon(host), ".env.local:1 NEON_AI_GATEWAY_BASE_URL names the gateway of br-quiet-lake-bq12cd34 and is used, as .env.local counts before .env; " +
			".env:1 NEON_AI_GATEWAY_BASE_URL names that of br-winter-pond-aptw82ef: take out the lines that are old"},
		{"by an older name", neon(other), neonHost + "=" + host + "\n" + neonKey + "=" + secret + "\n", ".env:1 NEON_AI_GATEWAY_HOST names that of br-winter-pond-aptw82ef"},
		{"by OpenAI's names", pair(openaiURL, other+"/ai-gateway/openai/v1", openaiKey, secret), neon(host), ".env:1 NEON_AI_GATEWAY_BASE_URL names the gateway of br-winter-pond-aptw82ef and is used, as NEON_* counts before OPENAI_*; .env.local:1"},
		{"OpenAI itself", neon(host), pair(openaiURL, "api.openai.com/v1", openaiKey, theirs), ""},
		{"one without a gateway", neon(host), "DATABASE_URL=postgres://x\n", ""},
	} {
		d := newDesk(t)
		d.write("app/.env.local", c.local)
		d.write("app/.env", c.plain)
		notices := d.found().Notices
		if c.want == "" && len(notices) > 0 || c.want != "" && (len(notices) != 1 || !strings.Contains(notices[0], c.want)) {
			t.Errorf("%s: got %q, want one that says %q", c.name, notices, c.want)
		}
	}
}
