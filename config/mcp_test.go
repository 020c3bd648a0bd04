package config

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestServersOfToolsAreSetUpInTheFile(t *testing.T) {
	s, err := settingsFrom(t, `model = "gpt-5"

[mcp.github]
command = "npx"
args = ["-y", "server-github", ""]
env = { GITHUB_TOKEN = "$GITHUB_TOKEN" }
cwd = "~/work"
tools = ["list_*", "get_issue"]
allow = ["get_*"]
timeout = "5m"

[mcp.docs]
url = "https://docs.test/mcp"
enabled = false
[mcp.docs.headers]
Authorization = "Bearer ${DOCS_TOKEN}"

[mcp.here]
command = "./serve"
cwd = "servers"

[mcp.neon]
`, map[string]string{"HOME": "/home/me"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "notices", strings.Join(s.Notices, "\n"), "")
	same(t, "how many", len(s.MCP), 4)
	g := s.MCP["github"]
	same(t, "command", g.Command, "npx")
	same(t, "args", strings.Join(g.Args, "|"), "-y|server-github|")
	same(t, "env", g.Env["GITHUB_TOKEN"], "$GITHUB_TOKEN")
	same(t, "cwd", filepath.ToSlash(g.Dir), "/home/me/work")
	same(t, "tools", strings.Join(g.Tools, " "), "list_* get_issue")
	same(t, "allow", strings.Join(g.Allow, " "), "get_*")
	same(t, "timeout", g.Timeout, 5*time.Minute)
	same(t, "url", s.MCP["docs"].URL, "https://docs.test/mcp")
	same(t, "headers", s.MCP["docs"].Headers["Authorization"], "Bearer ${DOCS_TOKEN}")
	same(t, "disabled", s.MCP["docs"].Disabled, true)
	same(t, "a folder beside the file", s.MCP["here"].Dir, filepath.Join(filepath.Dir(s.Source("model").File), "servers"))
	same(t, "the line of a key", s.Source("mcp.github.args").Line, 5)
	same(t, "the line of a table", s.Source("mcp.docs.headers").Line, 15)
	same(t, "the line of a server", s.Source("mcp.neon").Line, 22)
}

func TestAnUnknownKeyOfAServerIsNamedWithItsLine(t *testing.T) {
	s, err := settingsFrom(t, "[mcp.github]\ncommand = \"npx\"\ncomand = \"npx\"\ntoken = \""+secret+"\"\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "how many notices", len(s.Notices), 2)
	for i, want := range []string{`config.toml:3: there is no setting "mcp.github.comand"; there are allow, args, command, cwd, `, `config.toml:4: there is no setting "mcp.github.token"`} {
		if !strings.HasPrefix(s.Notices[i], want) || strings.Contains(s.Notices[i], secret) {
			t.Errorf("got %q, want %q", s.Notices[i], want)
		}
	}
}

func TestServersThatWillNotDo(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"mcp = \"github\"\n", "config.toml:1 mcp: this has to be tables such as [mcp.github]"},
		{"\n[mcp]\ngithub = \"npx\"\n", "config.toml:3 mcp.github: this has to be a table such as [mcp.github]"},
		{"[mcp.\"a b\"]\nurl = \"https://x.test\"\n", "this has to be under a name of at most 32 letters"},
		{"[mcp.a__b]\nurl = \"https://x.test\"\n", "this has to be under a name"},
		{"[mcp.a_]\nurl = \"https://x.test\"\n", "this has to be under a name"},
		{"[mcp.sql_x]\nurl = \"https://x.test\"\n", "this has to be under a name"},
		{"[mcp.a]\nurl = \"https://x.test\"\n[mcp.b]\ncommand = [\"npx\"]\n", "config.toml:4 mcp.b.command: this has to be a text"},
		{"[mcp.a]\nargs = \"-y\"\n", "config.toml:2 mcp.a.args: this has to be a list of texts"},
		{"[mcp.a]\nargs = [\n1]\n", "config.toml:2 mcp.a.args: this has to be a list of texts"},
		{"[mcp.a.env]\nPORT = 80\n", "mcp.a.env: this has to be texts by their names"},
		{"[mcp.a]\nenabled = \"perhaps\"\n", "config.toml:2 mcp.a.enabled: this has to be true or false"},
		{"[mcp.a]\ntimeout = 5\n", "config.toml:2 mcp.a.timeout: this has to be a duration"},
	} {
		_, err := settingsFrom(t, c.text, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: got %v, want one line with %q", c.text, err, c.want)
		}
	}
}
