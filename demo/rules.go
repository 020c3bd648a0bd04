package demo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// rule is a line of the table of refusals.
type rule struct {
	at     []dialect        // nil for every route
	on     func(model) bool // nil for every model
	what   string           // what is refused
	source string           // how that is known

	// says is the refusal's message, "" for a request that keeps the rule. It is nil
	// where what is refused shows while the conversation is read.
	says func(*request) string
	late bool                          // it holds on the conversation, not on the body as sent
	by   func(message string) *refusal // nil for the vendor
}

func (ru rule) check(r *request) *refusal {
	if ru.says == nil || ru.on != nil && !ru.on(r.model) || ru.at != nil && !slices.Contains(ru.at, r.dialect) {
		return nil
	}
	message := ru.says(r)
	switch {
	case message == "":
		return nil
	case ru.by == nil:
		return byVendor(message)
	}
	return ru.by(message)
}

// check applies the rules on the body, reads the conversation, and applies
// the rules on that.
func check(r *request) *refusal {
	if no := keeps(r, false); no != nil {
		return no
	}
	if no := r.dialect.read(r); no != nil {
		return no
	}
	r.unwrap()
	r.nameResults()
	if no := keeps(r, true); no != nil {
		return no
	}
	r.heed()
	return nil
}

func keeps(r *request, late bool) *refusal {
	for _, ru := range refusals() {
		if ru.late != late {
			continue
		}
		if no := ru.check(r); no != nil {
			return no
		}
	}
	return nil
}

// heed takes the trouble out of the last turn. Where that brings only a tool's
// results the words of the question before have had their effect, but for those
// that have tools called.
func (r *request) heed() {
	r.troubles = troubles{}
	if len(r.turns) == 0 {
		return
	}
	at, rounds := r.question()
	asked := r.turns[at]
	for i, text := range asked.texts {
		t, rest := r.heedIn(text)
		maps.Copy(r.troubles, t)
		asked.texts[i] = rest
	}
	if len(rounds) > 0 {
		maps.DeleteFunc(r.troubles, func(word, _ string) bool { return !slices.Contains(toolWords, word) })
	}
}

// without refuses fields by name; say has their name for %s.
func without(say string, fields ...string) func(*request) string {
	return func(r *request) string {
		for _, f := range fields {
			if r.body.has(f) {
				return fmt.Sprintf(say, f)
			}
		}
		return ""
	}
}

// The messages of the vendors for a field they don't take.
const (
	sayExtra       = "%s: Extra inputs are not permitted"
	sayUnsupported = "Unsupported parameter: '%s' is not supported with this model."
	sayNoChoice    = "Unsupported value: '%s' is not supported with this model. Only the default (1) value is supported."
	sayDeprecated  = "`%s` is deprecated for this model."
	sayNoField     = `Invalid JSON payload received. Unknown name "%s": Cannot find field.`
)

// newClaudeSampling lets only the default pass.
func newClaudeSampling(r *request) string {
	for _, f := range []string{"temperature", "top_p"} {
		if n, ok := r.body.num(f); r.body.has(f) && (!ok || n != 1) {
			return fmt.Sprintf(sayDeprecated, f)
		}
	}
	return ""
}

func thinkingForm(r *request) string {
	t := r.body.obj("thinking")
	budget := t.whole("budget_tokens")
	switch kind := t.str("type"); {
	case !r.body.has("thinking"), kind == "disabled":
		return ""
	case kind == "adaptive" && version(r.model) < 406:
		return "adaptive thinking is not supported on this model"
	case kind == "adaptive":
		return ""
	case kind != "enabled":
		return "thinking: Input tag '" + kind + "' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'"
	case newClaude(r.model):
		return `"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.`
	case budget < 1024:
		return "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
	case r.body.whole("max_tokens") <= budget:
		return "`max_tokens` must be greater than `thinking.budget_tokens`."
	}
	return ""
}

// thinkingCompany is what may not be sent together with thinking.
func thinkingCompany(r *request) string {
	kind := r.body.obj("thinking").str("type")
	if kind != "enabled" && kind != "adaptive" {
		return ""
	}
	if n, _ := r.body.num("temperature"); r.body.has("temperature") && n != 1 {
		return "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode."
	}
	if r.body.has("top_k") {
		return "`top_k` must be unset when thinking is enabled or in adaptive mode."
	}
	choice := r.body.obj("tool_choice").str("type")
	if choice == "any" || choice == "tool" || choice == "function" || r.body.str("tool_choice") == "required" {
		return "Thinking may not be enabled when tool_choice forces tool use."
	}
	return ""
}

func claudeEffort(r *request) string {
	words := []string{"low", "medium", "high", "xhigh", "max"}
	effort := r.body.obj("output_config").str("effort")
	switch {
	case effort == "":
		return ""
	case !slices.Contains(words, effort):
		return "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'"
	case version(r.model) < 406 && r.model.id != "claude-opus-4-5":
		return "This model does not support the effort parameter."
	}
	return ""
}

// effort refuses a value that the model doesn't take.
func effort(value func(*request) string) func(*request) string {
	return func(r *request) string {
		v, takes := value(r), strings.Fields(r.model.efforts)
		if v == "" || slices.Contains(takes, v) {
			return ""
		}
		if len(takes) == 0 {
			return fmt.Sprintf(sayUnsupported, "reasoning_effort")
		}
		return fmt.Sprintf("Unsupported value: '%s' is not supported with the '%s' model. Supported values are: '%s'.",
			v, r.model.id, strings.Join(takes, "', '"))
	}
}
