package client

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"neonchat/chat"
)

// What models refuse goes by their names: the gateway answers a hard 400, and
// its catalog doesn't say. The functions here take short ids and the older
// ones with the "databricks-" prefix alike.

// An expression is compiled when it is first needed: what runs at the start
// runs before every request.
func expression(s string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(s) })
}

// shortID is the catalog's form of a model id.
func shortID(id string) string {
	return strings.TrimPrefix(strings.ToLower(id), "databricks-")
}

func isClaude(id string) bool { return strings.Contains(shortID(id), "claude") }

// OverMLflow reports whether the gateway serves the model over mlflow, whatever
// dialect is its own: all but OpenAI's codex and pro models.
func OverMLflow(id string) bool {
	id = shortID(id)
	return !strings.Contains(id, "codex") && !(strings.HasPrefix(id, "gpt") && strings.HasSuffix(id, "-pro"))
}

func isGemini(id string) bool { return strings.HasPrefix(shortID(id), "gemini") }

var claudeID = expression(`^claude-[a-z]+-(\d{1,2})(?:-(\d{1,2}))?$`)

// adaptiveClaude reports whether the Claude thinks adaptively, by effort and
// not by budget, and refuses temperature: 4.7 and newer, and every one whose
// version can't be read.
func adaptiveClaude(id string) bool {
	m := claudeID().FindStringSubmatch(shortID(id))
	if m == nil {
		return true
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	return major > 4 || major == 4 && minor >= 7
}

var noTemperature = []string{"gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5-5-pro", "gpt-6-astra", "gemini-3-6-flash"}

// takesTemperature reports whether the model can be given a temperature.
func takesTemperature(id string) bool {
	if isClaude(id) {
		return !adaptiveClaude(id)
	}
	return !slices.Contains(noTemperature, shortID(id))
}

var geminiMajor = expression(`^gemini-(\d+)`)

// geminiLevels reports whether the Gemini takes a thinking level, as those from
// 3 on do, and not a budget.
func geminiLevels(id string) bool {
	m := geminiMajor().FindStringSubmatch(shortID(id))
	if m == nil {
		return false
	}
	major, _ := strconv.Atoi(m[1])
	return major >= 3
}

// effort gives the model's own word that is nearest to what is wanted, the
// weaker of two as near, and a notice when it is another word. Of a model that
// doesn't say what it takes, the user's word is taken.
func effort(m chat.Model, want string) (got, notice string) {
	if len(m.Efforts) == 0 || slices.Contains(m.Efforts, want) {
		return want, ""
	}
	rank := func(w string) int { return slices.Index(chat.Efforts[:], w) }
	distance := func(w string) int {
		d := rank(w) - rank(want)
		return max(d, -d)
	}
	for _, w := range m.Efforts {
		if got == "" || distance(w) < distance(got) {
			got = w
		}
	}
	return got, fmt.Sprintf("%s has no effort %q: asked for %q", m.ID, want, got)
}

// budgets are the thinking budgets, in tokens, that the effort words stand for
// with models which take a number.
var budgets = map[string]int{"minimal": 1024, "low": 2048, "medium": 8192, "high": 16384, "xhigh": 32768, "max": 65536}

// budget gives the thinking budget for an effort within the model's own bounds
// and below the limit of the whole answer, 0 when there is no room for any.
func budget(m chat.Model, effort string, limit int) int {
	least := max(m.BudgetMin, 1024)
	n := max(budgets[effort], least)
	if m.BudgetMax > 0 {
		n = min(n, m.BudgetMax)
	}
	if limit > 0 {
		n = min(n, limit-1)
	}
	if n < least {
		return 0
	}
	return n
}

// outsider reports whether the model can't be made to think about what the tools
// found: an older Claude refuses to when the turn that called them doesn't begin
// with a thought of its own, as another model's never does.
func outsider(m chat.Model, messages []chat.Message) bool {
	n := len(messages)
	if n < 2 || !isClaude(m.ID) || adaptiveClaude(m.ID) {
		return false
	}
	if _, ok := messages[n-1].Parts[0].(chat.ToolResult); !ok {
		return false
	}
	switch p := messages[n-2].Parts[0].(type) {
	case chat.Reasoning:
		return false
	case chat.Opaque:
		return !strings.HasSuffix(p.Kind, "thinking")
	}
	return true
}

// budgetWithin gives the budget of a Claude that has to answer within the user's
// limit, 0 for none, and the notice when there is no room to think. A quarter is
// left to answer with.
func budgetWithin(m chat.Model, effort string, limit int) (n int, notice string) {
	if limit == 0 || m.OutputLimit > 0 && m.OutputLimit < limit {
		limit = m.OutputLimit
	}
	n = budget(m, effort, limit-limit/4)
	if n == 0 {
		return 0, fmt.Sprintf("%d tokens leave %s no room to think: effort left out", limit, m.ID)
	}
	return n, ""
}

// limitAbove is the limit of the answer, which has to be above the budget, when
// the user set none that is.
func limitAbove(m chat.Model, budget, limit int) int {
	if limit > budget {
		return limit
	}
	limit += budget
	if limit == budget {
		limit += 8192
	}
	if m.OutputLimit > 0 {
		limit = min(limit, m.OutputLimit)
	}
	return limit
}

// reasons reports whether the model can be asked to reason: it says so, or
// nothing is known of it.
func reasons(m chat.Model) bool {
	return len(m.Efforts) > 0 || m.BudgetMax > 0 || len(m.Inputs) == 0
}

// answerLimit is the user's limit of the answer, within the model's own.
func answerLimit(m chat.Model, want int) (limit int, notice string) {
	if m.OutputLimit > 0 && want > m.OutputLimit {
		return m.OutputLimit, fmt.Sprintf("%s answers with %d tokens at most: asked for these, not for %d", m.ID, m.OutputLimit, want)
	}
	return want, ""
}

// temperature is the user's where the model can be given one.
func temperature(r chat.Request, thinking bool) (t *float64, notice string) {
	switch {
	case r.Temperature == nil:
		return nil, ""
	case !takesTemperature(r.Model.ID):
		return nil, r.Model.ID + " takes no temperature: left out"
	case thinking:
		return nil, r.Model.ID + " takes no temperature while it thinks: left out"
	}
	return r.Temperature, ""
}

// said gives the notices that say something.
func said(notices ...string) []string {
	var list []string
	for _, n := range notices {
		if n != "" {
			list = append(list, n)
		}
	}
	return list
}
