package demo

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// summons are the words that call for trouble: each with the words that may
// follow it, as a pattern, and what it does. The package's comment has the
// same table.
var summons = []struct{ word, args, does string }{
	{"status", `\s+\d{3}(?:\s+(?:once|forever))?`, "`!status 429` refuses with that status; `!status 503 once` only the first time, `!status 429 forever` without a Retry-After"},
	{"locked", "", "refuses the model as one that credits would unlock"},
	{"credits", "", "refuses as if the credits were used up"},
	{"scarce", "", "says that a minute's tokens are nearly used up"},
	{"cut", `(?:\s+hard)?`, "ends the answer halfway without a terminal signal; `!cut hard` breaks the connection"},
	{"stall", "", "stops halfway and holds the connection"},
	{"slow", "", "sends one delta a second"},
	{"garbage", "", "sends an event of broken JSON halfway"},
	{"error", "", "sends an error event halfway, after the 200"},
	{"html", "", "answers 200 with an HTML page"},
	{"refuse", "", "declines, as the vendor does"},
	{"empty", "", "answers nothing at all"},
	{"length", "", "stops halfway for length"},
	{"long", `\s+\d+\s*[KM]?B`, "`!long 5MB` answers with that many bytes of Markdown"},
	{"think", "", "reasons first"},
	{"redacted", "", "reasons in secret (Claude)"},
	{"image", "", "draws a picture (OpenAI, Gemini)"},
	{"tool", "", "`!tool` calls the first declared tool, or get_weather; `!tool NAME {…}` calls that tool with these arguments"},
	{"tools", `\s+\d+`, "`!tools 3` makes so many calls at once"},
	{"loop", "", "calls a tool again and again, for ever"},
	{"badargs", "", "calls a tool with the wrong arguments, then mends them"},
	{"unicode", "", "writes emoji, CJK, right-to-left and combining characters, split between deltas"},
	{"escape", "", "writes terminal escape sequences"},
}

// troubles are the words a prompt summons, each with what followed it.
type troubles map[string]string

func (t troubles) has(word string) bool { _, ok := t[word]; return ok }

func (t troubles) arg(word string) string { return t[word] }

// summon finds those words, each with the target that it is aimed at; it is
// compiled when the first prompt comes, not whenever the program starts.
var summon = sync.OnceValue(func() *regexp.Regexp {
	var words []string
	for _, s := range summons {
		words = append(words, s.word+s.args)
	}
	return regexp.MustCompile(`(?:^|\s)!(` + strings.Join(words, "|") + `)\b(?:\s+@([\w.-]+(?:@\w+)?)\b)?`)
})

// aimed reports whether trouble at a target is for this request: at MODEL, at
// MODEL@DIALECT for one of its routes, or "" for all.
func (r *request) aimed(target string) bool {
	id, name, pinned := strings.Cut(target, "@")
	routes := map[string]dialect{"mlflow": mlflow{}, "openai": openai{}, "anthropic": anthropic{}, "gemini": google{}}
	return target == "" || id == r.model.id && (!pinned || r.dialect == routes[name])
}

// heedIn takes trouble from a prompt and gives back the prompt without the
// words it began with. Only the first paragraph is read, so that a file piped
// in after it is safe, and none of what is to be repeated.
func (r *request) heedIn(prompt string) (troubles, string) {
	t := troubles{}
	for {
		at := summon().FindStringSubmatchIndex(prompt)
		if at == nil || strings.TrimSpace(prompt[:at[0]]) != "" {
			break
		}
		words, end := prompt[at[2]:at[3]], at[1]
		if words == "tool" && at[4] < 0 {
			called, n := r.named(prompt[end:])
			words, end = strings.TrimSpace(words+" "+called), end+n
		}
		if at[4] < 0 || r.aimed(prompt[at[4]:at[5]]) {
			t.note(words)
		}
		prompt = strings.TrimLeft(prompt[end:], " \n")
	}
	if _, ok := repeated(prompt); ok {
		return t, prompt
	}
	paragraph, _, _ := strings.Cut(prompt, "\n\n")
	for _, m := range summon().FindAllStringSubmatch(paragraph, -1) {
		if r.aimed(m[2]) {
			t.note(m[1])
		}
	}
	return t, prompt
}

func (t troubles) note(words string) {
	fields := strings.Fields(words)
	_, rest, _ := strings.Cut(words, fields[0])
	t[fields[0]] = strings.TrimSpace(rest)
}

// named is the tool that a text begins with, its arguments behind it, and how
// many bytes that takes. A name without arguments has to be a declared tool's.
func (r *request) named(text string) (called string, n int) {
	trimmed := strings.TrimLeft(text, " ")
	name := trimmed[:len(trimmed)-len(strings.TrimLeftFunc(trimmed, func(c rune) bool { return c != ' ' && c != '{' && c != '\n' }))]
	rest := strings.TrimLeft(trimmed[len(name):], " ")
	declared := slices.ContainsFunc(r.tools, func(t tool) bool { return t.name == name })
	if !strings.HasPrefix(rest, "{") {
		if declared {
			return name, len(text) - len(rest)
		}
		return "", 0
	}
	var arguments json.RawMessage
	d := json.NewDecoder(strings.NewReader(rest))
	if d.Decode(&arguments) != nil {
		return "", 0
	}
	return name + " " + string(arguments), len(text) - len(rest) + int(d.InputOffset())
}

// trouble is the refusal the prompt asks for, if any.
func (g *Gateway) trouble(r *request) *refusal {
	switch {
	case r.troubles.has("locked"):
		return byDatabricks(403, "PERMISSION_DENIED", "model "+strconv.Quote(r.model.id)+" is locked: it requires a paid plan with prepaid credits")
	case r.troubles.has("credits"):
		return byDatabricks(429, "REQUEST_LIMIT_EXCEEDED", "ai gateway credit balance depleted")
	}
	status, how, _ := strings.Cut(r.troubles.arg("status"), " ")
	code, err := strconv.Atoi(status)
	if err != nil || code < 400 || code > 599 {
		return nil
	}
	if how == "once" && !g.firstTime(r) {
		return nil
	}
	return refusalOf(code, how == "forever", r.model)
}

// firstTime is true every other time for the same prompt to the same model.
func (g *Gateway) firstTime(r *request) bool {
	key := digest(r.model.id, r.prompt())
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed[key] {
		delete(g.failed, key)
		return false
	}
	g.failed[key] = true
	return true
}

// refusalOf is a status in the body of the layer that would send it.
func refusalOf(status int, forever bool, m model) *refusal {
	switch status {
	case 400:
		return byDatabricks(400, "BAD_REQUEST", string(marshal(object{"error": object{"message": "the request was malformed, as it asked to be", "type": "invalid_request_error"}})))
	case 401:
		return byGateway(401, "invalid or missing credential")
	case 403:
		return byGateway(403, "credential not authorized for ai gateway")
	case 404:
		return &refusal{status: 404, layer: textLayer, message: "404 page not found\n"}
	case 413:
		return byGateway(413, "request body exceeds 32 MiB")
	case 429:
		return tooMany(forever, m)
	case 500:
		return byDatabricks(500, "INTERNAL_ERROR", "The server had an error while processing your request")
	case 502:
		return &refusal{status: 502, layer: htmlLayer, message: badGatewayPage}
	case 503:
		return byGateway(503, "authorization temporarily unavailable")
	case 504:
		return &refusal{status: 504, layer: textLayer}
	case 529:
		return &refusal{status: 529, layer: vendorLayer, message: "Overloaded"}
	}
	return byGateway(status, strings.ToLower(http.StatusText(status)))
}

func tooMany(forever bool, m model) *refusal {
	if forever {
		return byDatabricks(429, "REQUEST_LIMIT_EXCEEDED", "ai gateway daily token limit exceeded")
	}
	no := byGateway(429, "upstream rate limit: per-minute token limit exceeded for model "+strconv.Quote(m.id))
	no.header = map[string]string{"Retry-After": "1", "X-Ratelimit-Remaining-Tokens": "0"}
	return no
}

// limits are the headers that tell how much of a minute's tokens is left.
func (r *request) limits() map[string]string {
	left := 192_000
	if r.troubles.has("scarce") {
		left = 9_500
	}
	return map[string]string{
		"X-Ratelimit-Limit-Tokens":     "200000",
		"X-Ratelimit-Remaining-Tokens": strconv.Itoa(left),
	}
}

const badGatewayPage = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>demo proxy</center></body>
</html>
`

const signInPage = `<!DOCTYPE html>
<html><head><title>Sign in to this network</title></head>
<body><h1>Welcome to the airport's wireless network</h1><p>Accept the terms to go on.</p></body></html>
`
