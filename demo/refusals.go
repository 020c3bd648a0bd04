package demo

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// Where the lines of the table come from.
const (
	neonProvider = "Neon's provider for the AI SDK: its table of what each model's requests leave out"
	neonDocs     = "Neon's documentation of the gateway"
	neonGuides   = "Neon's guides for other programs on the gateway"
	observed     = "seen by clients of Databricks' serving endpoints"
	openaiDocs   = "OpenAI's API reference"
	claudeDocs   = "Anthropic's API reference"
	googleDocs   = "Google's API reference"
)

// refusals is all that is refused of a request for a model that is served, in the
// order in which it is looked at. What no line names is taken: a double that is
// stricter than the gateway would have clients mended that are well.
var refusals = sync.OnceValue(func() []rule {
	responses, messages, chat, generate := []dialect{openai{}}, []dialect{anthropic{}}, []dialect{mlflow{}}, []dialect{google{}}
	penalties := []string{"frequency_penalty", "presence_penalty", "seed", "logit_bias"}
	return []rule{
		{at: responses, what: "store that isn't false", source: neonProvider, by: invalidValue, says: storeless},
		{at: responses, what: "an earlier response, a conversation, an item by reference", source: neonProvider, by: internalError, says: stateless},
		{at: responses, what: "background, service_tier flex", source: neonProvider, by: invalidValue, says: inTheForeground},
		{at: responses, what: "fields of other dialects", source: openaiDocs, says: without("Unknown parameter: '%s'.",
			"messages", "contents", "max_tokens", "max_completion_tokens", "stop", "seed", "frequency_penalty", "presence_penalty", "logit_bias", "reasoning_effort", "response_format", "system", "thinking", "output_config")},
		{at: responses, on: fixedGPT, what: "temperature and top_p for GPT-5 and its like", source: neonProvider, says: without(sayUnsupported, "temperature", "top_p")},
		{at: responses, what: "max_output_tokens below 16", source: neonDocs, says: leastOutput},
		{at: responses, what: "an effort that the model lacks", source: openaiDocs, says: effort(func(r *request) string { return r.body.obj("reasoning").str("effort") })},
		{at: responses, what: "tools of other forms, and OpenAI's own but the one that draws", source: neonDocs, says: flatTools},
		{at: responses, what: "a role or a content part that there isn't, a reasoning item without its content, its own seal or what came of it", source: openaiDocs},

		{at: messages, what: "a request without anthropic-version", source: claudeDocs, says: versioned},
		{at: messages, what: "fields of other dialects", source: claudeDocs, says: without(sayExtra,
			"input", "contents", "max_output_tokens", "max_completion_tokens", "stop", "seed", "frequency_penalty", "presence_penalty", "logit_bias", "reasoning_effort", "response_format", "stream_options", "instructions", "n", "store")},
		{at: messages, what: "context_management without its beta in the header", source: claudeDocs, says: managedContext},
		{at: messages, what: "a request without max_tokens", source: claudeDocs, says: limited},
		{at: messages, what: "eager_input_streaming on a tool", source: neonDocs, says: uneager},
		{at: messages, what: "a tool without input_schema", source: claudeDocs, says: schematic},
		{at: messages, what: "more than four cache marks", source: claudeDocs, says: fewMarks},
		{at: messages, what: "a role or a block that there isn't, a thought that isn't signed by the model, tool ids of other signs, results behind a text, a turn of tools with thinking that doesn't begin with it", source: claudeDocs},

		{at: chat, on: claude, what: "penalties, seed, reasoning_effort for Claude", source: neonProvider, says: without(sayExtra, append(penalties, "reasoning_effort")...)},
		{at: chat, on: claude, what: "parallel_tool_calls for Claude", source: observed, says: without(sayExtra, "parallel_tool_calls")},
		{at: chat, on: gptOSS, what: "penalties, seed, stop for gpt-oss", source: neonProvider, says: without(sayUnsupported, append(penalties, "stop")...)},
		{at: chat, on: gptOSS, what: "max_completion_tokens for gpt-oss", source: observed, says: without(sayUnsupported, "max_completion_tokens")},
		{at: chat, on: openWeights, what: "penalties, seed for open weights", source: neonProvider, says: without(sayUnsupported, penalties...)},
		{at: chat, on: fixedGPT, what: "temperature and top_p for GPT-5 and its like", source: neonProvider, says: without(sayNoChoice, "temperature", "top_p")},
		{at: chat, on: gemini, what: "reasoning_effort for Gemini", source: neonProvider, says: without(sayUnsupported, "reasoning_effort")},
		{at: chat, on: notClaude, what: "Claude's thinking for others", source: observed, says: without(sayExtra, "thinking", "output_config")},
		{at: chat, on: gemini, what: "$schema in a tool for Gemini", source: neonProvider, by: badRequest, says: noSchemaKey("function", "parameters")},
		{at: chat, what: "store, strict on a function", source: neonGuides, by: badRequest, says: loose},
		{at: chat, what: "an effort that the model lacks", source: openaiDocs, says: effort(func(r *request) string { return r.body.str("reasoning_effort") })},
		{at: chat, what: "n that isn't 1", source: observed, by: badRequest, says: oneChoice},
		{at: chat, what: "name on a message", source: observed, by: badRequest, says: nameless},
		{at: chat, what: "a tool that is no function", source: openaiDocs, says: functions},
		{at: chat, what: "a role or a content part that there isn't, arguments that are no JSON, a message without content, Claude's reasoning without its seal, Gemini 3's call of the turn without its signature", source: observed},
		{at: chat, what: "a tool message that follows no call", source: openaiDocs, says: toolsFollow},

		{at: []dialect{mlflow{}, anthropic{}}, on: newClaude, what: "sampling of Claude 4.7 and newer", source: neonProvider, says: newClaudeSampling},
		{at: []dialect{mlflow{}, anthropic{}}, on: claude, what: "temperature and top_p together", source: neonProvider, says: oneSampling},
		{at: []dialect{mlflow{}, anthropic{}}, on: claude, what: "a form of thinking that the Claude lacks, a budget below 1024 or without room", source: neonDocs, says: thinkingForm},
		{at: []dialect{mlflow{}, anthropic{}}, on: claude, what: "with thinking: another temperature, top_k, a forced tool", source: claudeDocs, says: thinkingCompany},
		{at: []dialect{mlflow{}, anthropic{}}, on: claude, what: "an effort that there isn't, any for Claudes before 4.6 but Opus 4.5", source: claudeDocs, says: claudeEffort},
		{at: []dialect{mlflow{}, anthropic{}}, on: claude, what: "max_tokens beyond the model's", source: claudeDocs, says: claudeLimit},

		{at: generate, what: "fields of other dialects", source: googleDocs, says: without(sayNoField,
			"messages", "input", "system", "instructions", "max_tokens", "max_output_tokens", "max_completion_tokens", "temperature", "top_p", "stream", "store", "reasoning_effort", "thinking")},
		{at: generate, what: "$schema in a tool's parameters", source: neonProvider, says: noSchemaKey("functionDeclarations", "parameters")},
		{at: generate, what: "a level and a budget together, or one that the model lacks", source: googleDocs, says: geminiThinking},
		{at: generate, what: "a role that there isn't, a content or a part with nothing in it, a signature that the model never made, Gemini 3's call of the turn without one", source: googleDocs},

		{late: true, what: "nothing said", source: openaiDocs, says: something},
		{late: true, on: claude, what: "the assistant first", source: claudeDocs, says: userFirst(`messages: first message must use the "user" role`)},
		{late: true, on: gemini, what: "the model first", source: googleDocs, says: userFirst("Please ensure that the first content has the role 'user'.")},
		{late: true, what: "a call without its result, or with two; a result without its call", source: openaiDocs + ", " + claudeDocs + ", " + googleDocs, says: answered},
		{late: true, on: claude, what: "an empty text", source: claudeDocs, says: noEmptyText},
		{late: true, on: claude, what: "a prefill for Claude 4.7 and newer, with thinking, or that ends in white space", source: claudeDocs, says: noPrefill},
		{late: true, what: "a file that the model can't read; for Claude a remote picture, or one of another type than it says", source: neonDocs + ", " + observed, says: attachments},
		{late: true, what: "more than the model can read", source: "models.dev", says: fits},
	}
})

func storeless(r *request) string {
	if r.body.has("store") && r.body["store"] != false {
		return "store must be false: stored responses are not supported"
	}
	return ""
}

func stateless(r *request) string {
	if r.body["previous_response_id"] != nil || r.body["conversation"] != nil {
		return lostState
	}
	for _, item := range r.body.objs("input") {
		if item.str("type") == "item_reference" {
			return lostState
		}
	}
	return ""
}

func inTheForeground(r *request) string {
	if r.body.flag("background") || r.body.str("service_tier") == "flex" {
		return "background and service_tier flex are not supported"
	}
	return ""
}

func leastOutput(r *request) string {
	if n := r.body.whole("max_output_tokens"); r.body["max_output_tokens"] != nil && n < 16 {
		return fmt.Sprintf("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got %d instead.", n)
	}
	return ""
}

func versioned(r *request) string {
	if r.header.Get("Anthropic-Version") == "" {
		return "anthropic-version: header is required"
	}
	return ""
}

func managedContext(r *request) string {
	if r.body.has("context_management") && !strings.Contains(strings.Join(r.header.Values("Anthropic-Beta"), ","), "context-management") {
		return fmt.Sprintf(sayExtra, "context_management")
	}
	return ""
}

func limited(r *request) string {
	if r.body.whole("max_tokens") < 1 {
		return "max_tokens: Field required"
	}
	return ""
}

func uneager(r *request) string {
	for i, t := range r.body.objs("tools") {
		if t.has("eager_input_streaming") {
			return "tools." + strconv.Itoa(i) + ".custom.eager_input_streaming: Extra inputs are not permitted"
		}
	}
	return ""
}

// schematic wants the schema of a tool of the client's own: the vendor's have a
// type.
func schematic(r *request) string {
	for i, t := range r.body.objs("tools") {
		if kind := t.str("type"); (kind == "" || kind == "custom") && len(t.obj("input_schema")) == 0 {
			return "tools." + strconv.Itoa(i) + ".custom.input_schema: Field required"
		}
	}
	return ""
}

func fewMarks(r *request) string {
	if n := uses(map[string]any(r.body), "cache_control"); n > 4 {
		return "A maximum of 4 blocks with cache_control may be provided. Found " + strconv.Itoa(n) + "."
	}
	return ""
}

func loose(r *request) string {
	if r.body.has("store") {
		return fmt.Sprintf(sayExtra, "store")
	}
	for i, t := range r.body.objs("tools") {
		if t.obj("function").has("strict") {
			return "tools." + strconv.Itoa(i) + ".function.strict: Extra inputs are not permitted"
		}
	}
	return ""
}

func oneChoice(r *request) string {
	if n, ok := r.body.num("n"); ok && n != 1 {
		return "n must be 1"
	}
	return ""
}

func nameless(r *request) string {
	for _, m := range r.body.objs("messages") {
		if m.has("name") {
			return "messages.name: Extra inputs are not permitted"
		}
	}
	return ""
}

func functions(r *request) string {
	for _, t := range r.body.objs("tools") {
		if t.str("type") != "function" || t.obj("function").str("name") == "" {
			return "Missing required parameter: 'tools[0].function'."
		}
	}
	return ""
}

// toolsFollow wants a tool message right behind the calls that it answers, or
// behind another tool message.
func toolsFollow(r *request) string {
	before := object{}
	for _, m := range r.body.objs("messages") {
		if m.str("role") == "tool" && before.str("role") != "tool" && len(before.objs("tool_calls")) == 0 {
			return unasked(r, m.str("tool_call_id"))
		}
		before = m
	}
	return ""
}

func oneSampling(r *request) string {
	if r.body.has("temperature") && r.body.has("top_p") {
		return "`temperature` and `top_p` cannot both be specified for this model. Please use only one."
	}
	return ""
}

func claudeLimit(r *request) string {
	limit := r.model.output
	if version(r.model) >= 406 {
		limit = 128_000 // whatever models.dev says
	}
	if n := r.body.whole("max_tokens"); n > limit {
		return fmt.Sprintf("max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s", n, limit, r.model.id)
	}
	return ""
}

// noSchemaKey refuses "$schema" in the schemas of the functions that the tools hold
// under a key.
func noSchemaKey(functions, parameters string) func(*request) string {
	return func(r *request) string {
		for _, t := range r.body.objs("tools") {
			for _, f := range append(t.objs(functions), t.obj(functions)) {
				if holds(f[parameters], "$schema") {
					return `Invalid JSON payload received. Unknown name "$schema" at 'tools[0]': Cannot find field.`
				}
			}
		}
		return ""
	}
}

func something(r *request) string {
	if len(r.turns) == 0 {
		return "messages: at least one message is required"
	}
	return ""
}

func userFirst(message string) func(*request) string {
	return func(r *request) string {
		if r.turns[0].assistant {
			return message
		}
		return ""
	}
}
