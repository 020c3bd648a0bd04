package demo

import (
	"fmt"
	"slices"
	"strings"
)

// answered wants the results of a turn's calls in the next turn, one for each, and
// no others. On responses they may stand anywhere behind their calls.
func answered(r *request) string {
	if _, ok := r.dialect.(openai); ok {
		return answeredSomewhere(r)
	}
	for i, t := range r.turns {
		var given []result
		if i+1 < len(r.turns) {
			given = r.turns[i+1].results
		}
		for _, c := range t.calls {
			switch found := countOf(given, c.id); {
			case found == 0:
				return unanswered(r, c.id)
			case found > countOf(t.calls, c.id):
				return doubled(r, c.id)
			}
		}
		if !t.assistant && i == 0 && len(t.results) > 0 {
			return unasked(r, t.results[0].id)
		}
		for _, res := range given {
			if countOf(t.calls, res.id) == 0 {
				return unasked(r, res.id)
			}
		}
	}
	return ""
}

func answeredSomewhere(r *request) string {
	var made []call
	var given []result
	for _, t := range r.turns {
		made = append(made, t.calls...)
		for _, res := range t.results {
			if countOf(made, res.id) == 0 {
				return unasked(r, res.id)
			}
			given = append(given, res)
		}
	}
	for _, c := range made {
		switch found := countOf(given, c.id); {
		case found == 0:
			return unanswered(r, c.id)
		case found > countOf(made, c.id):
			return doubled(r, c.id)
		}
	}
	return ""
}

// countOf is how many calls or results bear an id.
func countOf[T interface{ of() string }](list []T, id string) (n int) {
	for _, one := range list {
		if one.of() == id {
			n++
		}
	}
	return n
}

func (c call) of() string   { return c.id }
func (r result) of() string { return r.id }

func doubled(r *request, id string) string {
	_, responses := r.dialect.(openai)
	switch {
	case claude(r.model):
		return "messages: each tool_use must have a single result. Found multiple `tool_result` blocks with id: " + id
	case gemini(r.model):
		return unanswered(r, id)
	case responses:
		return "Duplicate tool output found for function call " + id + "."
	}
	return "Duplicate value for 'tool_call_id' of '" + id + "' in messages."
}

func unanswered(r *request, id string) string {
	_, responses := r.dialect.(openai)
	switch {
	case claude(r.model):
		return "messages: `tool_use` ids were found without `tool_result` blocks immediately after: " + id + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message."
	case gemini(r.model):
		return "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn."
	case responses:
		return "No tool output found for function call " + id + "."
	}
	return "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: " + id
}

func unasked(r *request, id string) string {
	_, responses := r.dialect.(openai)
	switch {
	case claude(r.model):
		return "messages: unexpected `tool_use_id` found in `tool_result` blocks: " + id + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
	case gemini(r.model):
		return "Please ensure that function response turn comes immediately after a function call turn."
	case responses:
		return "No tool call found for function call output with call_id " + id + "."
	}
	return "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'."
}

func noEmptyText(r *request) string {
	for _, t := range r.turns {
		if slices.Contains(t.texts, "") {
			return "messages: text content blocks must be non-empty"
		}
	}
	return ""
}

func noPrefill(r *request) string {
	last := r.last()
	switch {
	case !last.assistant:
		return ""
	case newClaude(r.model), r.think != thinkingOff:
		return "This model does not support assistant message prefill. The conversation must end with a user message."
	case strings.TrimRight(r.prompt(), " \t\r\n") != r.prompt():
		return "messages: final assistant content cannot end with trailing whitespace"
	}
	return ""
}

// attachments are refused by a model that can't read them; Claude wants its
// pictures as data, of the type they claim to be.
func attachments(r *request) string {
	for _, t := range r.turns {
		for _, f := range t.files {
			switch {
			case f.isImage() && !r.model.reads("image"):
				return "This model does not support image input."
			case f.isPDF() && !r.model.reads("pdf") && !gpt(r.model):
				return "This model does not support PDF input."
			case !claude(r.model):
			case f.url != "":
				return "messages: image source: remote URLs are not supported, send base64 data"
			case f.mislabelled() != "":
				return fmt.Sprintf("messages: image was specified using the %s media type, but the image appears to be a %s image", f.mime, f.mislabelled())
			}
		}
	}
	return ""
}

func fits(r *request) string {
	limit := r.model.context
	if r.model.input > 0 {
		limit = r.model.input
	}
	if n, _ := r.inputTokens(); n > limit {
		return fmt.Sprintf("prompt is too long: %d tokens > %d maximum", n, limit)
	}
	return ""
}

// toolID is what Anthropic lets a tool's id be.
func toolID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, c := range id {
		if !strings.ContainsRune("_-", c) && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}
