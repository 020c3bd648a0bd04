package config

import (
	"strings"
	"testing"
)

func TestTheBranchsName(t *testing.T) {
	bare := strings.Replace(pulled, "NEON_BRANCH=main\n", "", 1)
	for _, c := range []struct{ name, env, link, branch, notice string }{
		{"is the id in the host when there is no other", bare, "", "br-winter-pond-aptw82ef", ""},
		{"is that of .neon", bare, `{"branch": "dev"}`, "dev", ""},
		{"is NEON_BRANCH before that of .neon, and a difference is told", pulled, `{"branch": "dev"}`, "main", ".neon branch says dev"},
		{"is not an id in .neon", bare, `{"branch": "br-winter-pond-aptw82ef"}`, "br-winter-pond-aptw82ef", ""},
		{"is told when .neon is on another branch", pulled, `{"branch": "br-other-pond-aptw82ef"}`, "main", "is the gateway of br-winter-pond-aptw82ef, but .neon branch says br-other-pond-aptw82ef"},
		{"is told so in an older .neon too", pulled, `{"branchId": "br-other-pond-aptw82ef"}`, "main", ".neon branchId says"},
		{"is read behind a BOM and beside a git block", bare, "\ufeff" + `{"branch": "dev", "git": {"follow": true}}`, "dev", ""},
		{"survives a broken .neon", pulled, `{"branch": `, "main", ".neon is not the JSON"},
		{"survives a .neon of another shape", pulled, `{"branch": 7}`, "main", ".neon is not the JSON"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.write("app/.env", c.env)
			if c.link != "" {
				d.write("app/.neon", c.link)
			}
			g := d.found()
			same(t, "branch", g.Branch.Text, c.branch)
			same(t, "id", g.BranchID, "br-winter-pond-aptw82ef")
			if c.notice == "" {
				same(t, "notices", len(g.Notices), 0)
				return
			}
			has(t, "notices", g.Notices, c.notice)
		})
	}
}

func TestAGatewayOnThisMachine(t *testing.T) {
	d := newDesk(t)
	d.env["NEON_AI_GATEWAY_BASE_URL"] = "http://127.0.0.1:8765/"
	d.env["NEON_AI_GATEWAY_TOKEN"] = "demo"
	d.write("app/.neon", `{"projectId": "p", "branch": "br-other-pond-aptw82ef"}`)
	g := d.found()
	same(t, "URL", g.URL, "http://127.0.0.1:8765")
	same(t, "id", g.BranchID, "127.0.0.1:8765")
	same(t, "branch", g.Branch.Text, "127.0.0.1:8765")
	same(t, "console", ConsoleURL(g), "")
	same(t, "notices", len(g.Notices), 0)

	d = newDesk(t)
	d.env["OPENAI_BASE_URL"] = "http://localhost:8765/ai-gateway/openai/v1"
	d.env["OPENAI_API_KEY"] = "demo"
	same(t, "URL", d.found().URL, "http://localhost:8765")
}

func TestAHostWithoutAnIDHasTheLinks(t *testing.T) {
	d := newDesk(t)
	d.env["NEON_AI_GATEWAY_BASE_URL"] = "https://gateway.example.com"
	d.env["NEON_AI_GATEWAY_TOKEN"] = secret
	same(t, "id", d.found().BranchID, "")
	d.write("app/.neon", `{"projectId": "p/q", "branchId": "br-winter-pond-aptw82ef", "branch": "dev"}`)
	g := d.found()
	same(t, "id", g.BranchID, "br-winter-pond-aptw82ef")
	same(t, "console", ConsoleURL(g),
		"https://console.neon.tech/app/projects/p%2Fq/branches/br-winter-pond-aptw82ef/ai-gateway")
}
