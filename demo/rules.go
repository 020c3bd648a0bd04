package demo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// rule is one thing that is refused. What it says is the refusal's message,
// or "" for a request that keeps it.
type rule struct {
	on   func(model) bool // nil for every model
	says func(*request) string
	by   func(message string) *refusal // nil for the vendor
}

func (ru rule) check(r *request) *refusal {
	if ru.on != nil && !ru.on(r.model) {
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
	for _, ru := range r.dialect.rules() {
		if no := ru.check(r); no != nil {
			return no
		}
	}
	if no := r.dialect.read(r); no != nil {
		return no
	}
	r.unwrap()
	for _, ru := range conversationRules {
		if no := ru.check(r); no != nil {
			return no
		}
	}
	r.heed()
	return nil
}

// heed takes the trouble out of the last turn, unless it brings a tool's
// results: the words in it have had their effect.
func (r *request) heed() {
	r.troubles = troubles{}
	last := r.last()
	if len(last.results) > 0 {
		return
	}
	for i, text := range last.texts {
		t, rest := r.heedIn(text)
		maps.Copy(r.troubles, t)
		last.texts[i] = rest
	}
}

// without refuses fields by name; say has their name for %s.
func without(on func(model) bool, say string, fields ...string) rule {
	return rule{on: on, says: func(r *request) string {
		for _, f := range fields {
			if r.body.has(f) {
				return fmt.Sprintf(say, f)
			}
		}
		return ""
	}}
}

// only refuses every field that is not named.
func only(say string, fields ...string) rule {
	return rule{says: func(r *request) string {
		var others []string
		for f := range r.body {
			if !slices.Contains(fields, f) {
				others = append(others, f)
			}
		}
		if len(others) == 0 {
			return ""
		}
		slices.Sort(others)
		return fmt.Sprintf(say, others[0])
	}}
}

// The messages of the vendors for a field they don't take.
const (
	sayExtra       = "%s: Extra inputs are not permitted"
	sayUnsupported = "Unsupported parameter: '%s' is not supported with this model."
	sayNoChoice    = "Unsupported value: '%s' is not supported with this model. Only the default (1) value is supported."
	sayUnknown     = "Unknown parameter: '%s'."
	sayDeprecated  = "`%s` is deprecated for this model."
)

// claudeRules hold for Claude on either of its routes.
var claudeRules = []rule{
	{on: newClaude, says: newClaudeSampling},
	{on: claude, says: func(r *request) string {
		if r.body.has("temperature") && r.body.has("top_p") {
			return "`temperature` and `top_p` cannot both be specified for this model. Please use only one."
		}
		return ""
	}},
	{on: claude, says: thinkingForm},
	{on: claude, says: thinkingCompany},
	{on: claude, says: claudeEffort},
	{on: claude, says: func(r *request) string {
		limit := r.model.output
		if version(r.model) >= 406 {
			limit = 128_000 // whatever models.dev says
		}
		if n := r.body.whole("max_tokens"); n > limit {
			return fmt.Sprintf("max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s", n, limit, r.model.id)
		}
		return ""
	}},
}

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
	case kind == "adaptive" && oldClaude(r.model):
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
	effort := r.body.obj("output_config").str("effort")
	takes := strings.Fields(r.model.efforts)
	if slices.Contains([]string{"claude-sonnet-4-6", "claude-opus-4-6", "claude-opus-4-5"}, r.model.id) {
		takes = []string{"low", "medium", "high"}
	}
	switch {
	case effort == "" || slices.Contains(takes, effort):
		return ""
	case len(takes) == 0:
		return "This model does not support the effort parameter."
	}
	return "output_config.effort: Input should be one of '" + strings.Join(takes, "', '") + "'"
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

// noSchemaKey refuses "$schema" anywhere in the tools.
func noSchemaKey(r *request) string {
	if holds(r.body["tools"], "$schema") {
		return `Invalid JSON payload received. Unknown name "$schema" at 'tools[0]': Cannot find field.`
	}
	return ""
}
