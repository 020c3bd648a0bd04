package config

import (
	"strings"
	"testing"
)

func TestWhatPeoplePutWhereTheHostBelongs(t *testing.T) {
	const origin = "https://" + host
	for raw, want := range map[string]string{
		origin:                             origin,
		origin + "/":                       origin,
		host:                               origin,
		host + "/v1":                       origin,
		"HTTPS://" + strings.ToUpper(host): origin,
		origin + ".:443/":                  origin,
		origin + ":8443":                   origin + ":8443",
		origin + "/ai-gateway/mlflow/v1":   origin,
		origin + "/v1/chat/completions":    origin,
		origin + "/openai/v1/?a=b#c":       origin,
		"http://localhost:80/":             "http://localhost",
		"localhost:8765":                   "http://localhost:8765",
		"https://localhost:8765":           "https://localhost:8765",
		"http://127.1.2.3:1":               "http://127.1.2.3:1",
		"http://[::1]:8765/v1":             "http://[::1]:8765",
		"http://[::ffff:127.0.0.1]:8765":   "http://[::ffff:127.0.0.1]:8765",
		"https://10.0.0.7":                 "https://10.0.0.7",
	} {
		a, err := parseAddress(raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		same(t, raw, a.origin(), want)
	}
}

func TestWhatIsNoGatewaysURL(t *testing.T) {
	for raw, want := range map[string]string{
		"http://" + host:             "http would carry the token in the clear",
		"http://10.0.0.7":            "http would carry the token in the clear",
		"http://localhost.evil.com":  "http would carry the token in the clear",
		"https://me:pass@" + host:    "user name or a password",
		"me:pass@" + host:            "user name or a password",
		"postgresql://u:p@h/db":      "user name or a password",
		"ftp://" + host:              "https://",
		secret:                       "not the URL",
		"https://" + secret:          "not the URL",
		"https://":                   "not the URL",
		"https:///v1":                "not the URL",
		"https://a b.neon.tech":      "not the URL",
		"https://nеon.tech":          "not the URL", // with a Cyrillic е
		"https://" + host + ":port":  "not the URL",
		"https://" + host + "/%zz":   "not the URL",
		"https://x..neon.tech":       "not the URL",
		"\x00":                       "not the URL",
		`"https://` + host + `"`:     "not the URL",
		"https://[fe80::1%25eth0]/":  "not the URL",
		"mailto:someone@example.com": "user name or a password",
	} {
		_, err := parseAddress(raw)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", raw, err, want)
			continue
		}
		if strings.Contains(err.Error(), "pass@") || strings.Contains(err.Error(), secret) {
			t.Errorf("%q: the error tells a secret", raw)
		}
	}
}

func TestAnAddressThatIsRefusedSaysWhereItIs(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", strings.Replace(pulled, "https:", "http:", 1))
	d.refused(".env:2 NEON_AI_GATEWAY_BASE_URL", "only localhost")

	d.write("app/.env", "NEON_AI_GATEWAY_BASE_URL="+secret+"\nNEON_AI_GATEWAY_TOKEN=https://"+host+"\n")
	d.refused(".env:1 NEON_AI_GATEWAY_BASE_URL", "not the URL of a gateway")
}

func TestWhatIsCutIsTold(t *testing.T) {
	d := newDesk(t)
	d.write("app/.env", strings.Replace(pulled, host, host+"/ai-gateway/mlflow/v1", 1))
	g := d.found()
	has(t, "remarks", g.Remarks, "only the host counts")
	same(t, "notices", len(g.Notices), 0)

	d.write("app/.env", strings.Replace(pulled, host, host+"/tenant/7", 1))
	has(t, "notices", d.found().Notices, "only the host counts")
}

func TestTheIDInTheHost(t *testing.T) {
	for raw, want := range map[string]string{
		"br-winter-pond-aptw82ef-api.ai.us-east-2.aws.neon.tech":     "br-winter-pond-aptw82ef",
		"br-winter-pond-aptw82ef-api.ai.c-2.us-east-2.aws.neon.tech": "br-winter-pond-aptw82ef",
		"br-winter-pond-aptw82ef-api.c-2.us-east-2.aws.neon.tech":    "br-winter-pond-aptw82ef",
		"ep-cool-1.us-east-2.aws.neon.tech":                          "",
		"gateway.example.com":                                        "",
	} {
		a, err := parseAddress(raw)
		if err != nil {
			t.Fatal(err)
		}
		same(t, raw, a.branchID(), want)
	}
}
