package demo

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// openai speaks Responses, without state: OpenAI's models, and xAI's.
type openai struct{}

func (openai) endpoint() string                     { return "openai_responses" }
func (openai) serves(m model) bool                  { return gpt(m) || grok(m) }
func (openai) badJSON() *refusal                    { return noModelInBody() }
func (openai) vendorError(m model, no *refusal) any { return nested(m, no) }
func (openai) biteTokens() int                      { return 1 }
func (openai) draws() bool                          { return true }

// lostState is all that a client hears of a conversation that isn't stored.
const lostState = "upstream request failed"

func internalError(message string) *refusal {
	return byDatabricks(502, "INTERNAL_ERROR", message)
}

func invalidValue(message string) *refusal {
	return byDatabricks(400, "INVALID_PARAMETER_VALUE", message)
}

// flatTools wants a function's name beside its type, and of OpenAI's own
// tools only the one that draws.
func flatTools(r *request) string {
	for i, t := range r.body.objs("tools") {
		at := "tools[" + strconv.Itoa(i) + "]"
		switch t.str("type") {
		case "image_generation":
		case "function", "custom":
			if t.str("name") == "" {
				return "Missing required parameter: '" + at + ".name'."
			}
		default:
			return "Invalid value: '" + t.str("type") + "' for '" + at + ".type'."
		}
	}
	return ""
}

func (d openai) read(r *request) *refusal {
	r.max = r.body.whole("max_output_tokens")
	r.system = r.body.str("instructions")
	for _, t := range r.body.objs("tools") {
		if t.str("type") == "function" {
			r.tools = append(r.tools, tool{t.str("name"), t.obj("parameters")})
		}
	}
	if effort := r.body.obj("reasoning").str("effort"); effort != "none" {
		r.think = thinkingHidden
		if r.body.obj("reasoning").str("summary") != "" {
			r.think = thinkingShown
		}
	}
	if s, ok := r.body["input"].(string); ok {
		r.add(turn{texts: []string{s}})
		return nil
	}
	items := r.body.objs("input")
	for i, item := range items {
		if no := d.item(r, item, items[i+1:]); no != nil {
			return no
		}
	}
	return nil
}

// item reads one item of the input; after are those that follow it.
func (d openai) item(r *request, item object, after []object) *refusal {
	switch kind := item.str("type"); kind {
	case "", "message":
		t, why := d.message(item)
		if why != "" {
			return byVendor(why)
		}
		if role := item.str("role"); role == "system" || role == "developer" {
			r.system += strings.Join(t.texts, "\n")
			return nil
		}
		r.add(t)
	case "reasoning":
		return d.reasoningItem(r.model, item, after)
	case "function_call":
		if !json.Valid([]byte(item.str("arguments"))) {
			return byVendor("Invalid 'input': arguments of function_call must be a string of JSON")
		}
		r.add(turn{assistant: true, calls: []call{{item.str("call_id"), item.str("name"), item.str("arguments")}}})
	case "function_call_output":
		r.add(turn{results: []result{{id: item.str("call_id"), text: item.joined("output")}}})
	case "item_reference":
		return internalError(lostState)
	default:
		return byVendor("Invalid value: '" + kind + "' for an input item's type.")
	}
	return nil
}

// reasoningItem wants an earlier reasoning item whole, with what came of it.
func (openai) reasoningItem(m model, item object, after []object) *refusal {
	id, content := item.str("id"), item.str("encrypted_content")
	switch {
	case content == "":
		return byVendor("Item with id '" + id + "' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input.")
	case !sealed(content, m, "encrypted", id):
		no := byVendor("The encrypted content for item " + id + " could not be verified.")
		no.code = "invalid_encrypted_content"
		return no
	case len(after) == 0, !slices.Contains([]string{"message", "function_call", "reasoning"}, after[0].str("type")) && after[0].str("role") != "assistant":
		return byVendor("Item '" + id + "' of type 'reasoning' was provided without its required following item.")
	}
	return nil
}

func (openai) message(item object) (t turn, why string) {
	role := item.str("role")
	if !slices.Contains([]string{"system", "developer", "user", "assistant"}, role) {
		return t, "Invalid value: '" + role + "'. Supported values are: 'assistant', 'system', 'developer', and 'user'."
	}
	t.assistant = role == "assistant"
	if s, ok := item["content"].(string); ok {
		t.texts = []string{s}
	}
	for _, p := range item.objs("content") {
		kind := p.str("type")
		switch {
		case kind == "input_text" && !t.assistant, kind == "output_text" && t.assistant:
			t.texts = append(t.texts, p.str("text"))
		case kind == "refusal" && t.assistant:
			t.texts = append(t.texts, p.str("refusal"))
		case kind == "input_image" && !t.assistant:
			f, err := dataURL(p.str("image_url"))
			if err != nil || p.str("image_url") == "" {
				return t, "Invalid 'input.content.image_url'. Expected a valid URL, but got a value with an invalid format."
			}
			t.files = append(t.files, f)
		case kind == "input_file" && !t.assistant:
			f, err := dataURL(p.str("file_data"))
			if err != nil || p.str("filename") == "" {
				return t, "Invalid 'input.content.file_data'. Expected a filename and a base64-encoded data URL."
			}
			f.name = p.str("filename")
			t.files = append(t.files, f)
		default:
			return t, "Invalid value: '" + kind + "' for the content of a message of role '" + role + "'."
		}
	}
	return t, ""
}
