package client

import (
	"encoding/json"
	"fmt"

	"neonchat/chat"
)

// openai is Responses, as the gateway serves it: stateless, so that earlier
// reasoning goes back whole and nothing is referred to by its id.
type openai struct{}

type openaiRequest struct {
	Model           string           `json:"model"`
	Instructions    string           `json:"instructions,omitempty"`
	Input           []any            `json:"input"` // openaiMessage, openaiCall, openaiResult, or an item as it came
	Stream          bool             `json:"stream"`
	Store           bool             `json:"store"` // must be there, and false
	Include         []string         `json:"include,omitempty"`
	Reasoning       *openaiReasoning `json:"reasoning,omitempty"`
	MaxOutputTokens int              `json:"max_output_tokens,omitempty"`
	Temperature     *float64         `json:"temperature,omitempty"`
	Tools           []openaiTool     `json:"tools,omitempty"`
}

type openaiReasoning struct {
	Effort  string `json:"effort,omitempty"`
	Summary string `json:"summary,omitempty"`
}

type openaiTool struct {
	Type        string          `json:"type"`
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Parameters  json.RawMessage `json:"parameters"`
	Strict      bool            `json:"strict"` // must be there: true when it isn't
}

type openaiMessage struct {
	Type    string       `json:"type,omitempty"`
	Role    string       `json:"role"`
	Content []openaiPart `json:"content"`
	Phase   string       `json:"phase,omitempty"`
}

type openaiPart struct {
	Type     string `json:"type"`
	Text     string `json:"text,omitempty"`
	ImageURL string `json:"image_url,omitempty"`
	FileName string `json:"filename,omitempty"`
	FileData string `json:"file_data,omitempty"`
}

type openaiCall struct {
	Type      string `json:"type"`
	CallID    string `json:"call_id"`
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

type openaiResult struct {
	Type   string `json:"type"`
	CallID string `json:"call_id"`
	Output any    `json:"output"` // a string or []openaiPart
}

// leastOutput is the smallest max_output_tokens that is taken.
const leastOutput = 16

func (openai) encode(r chat.Request) (route string, body any, notices []string) {
	b := openaiRequest{
		Model:        r.Model.ID,
		Instructions: r.System,
		Input:        openaiInput(r.Messages),
		Stream:       true,
	}
	for _, t := range r.Tools {
		b.Tools = append(b.Tools, openaiTool{Type: "function", Name: t.Name, Description: t.Description, Parameters: toolSchema(t)})
	}
	var limited, effortless, cooled string
	b.MaxOutputTokens, limited = answerLimit(r.Model, r.MaxTokens)
	if n := b.MaxOutputTokens; n > 0 && n < leastOutput {
		b.MaxOutputTokens = leastOutput
		limited = fmt.Sprintf("an answer can't be limited to %d tokens here: asked for %d", n, leastOutput)
	}
	effortless = b.reason(r.Model, r.Effort)
	b.Temperature, cooled = temperature(r, false)
	return "openai/v1/responses", b, said(limited, effortless, cooled)
}

// reason asks for the effort, and for what reasoning shows and for its seal.
// Models that don't reason refuse all three.
func (b *openaiRequest) reason(m chat.Model, want string) (notice string) {
	if !reasons(m) {
		if want == "" || want == "none" {
			return ""
		}
		return m.ID + " doesn't reason: effort left out"
	}
	b.Include = []string{"reasoning.encrypted_content"}
	b.Reasoning = &openaiReasoning{Summary: "auto"}
	if want != "" {
		b.Reasoning.Effort, notice = effort(m, want)
	}
	return notice
}

func (openai) additions() []addition {
	return []addition{
		{path: []string{"include"}, words: []string{"'include'", "include[", "reasoning.encrypted_content", "encrypted content is not supported"}},
		{path: []string{"reasoning", "summary"}, words: []string{"reasoning.summary", "reasoning summar"}},
	}
}

func (openai) decoder() decoder { return newOpenAIDecoder() }

func openaiInput(messages []chat.Message) []any {
	items := []any{}
	for _, m := range messages {
		if m.Role == chat.Assistant {
			items = append(items, openaiAnswer(m)...)
		} else {
			items = append(items, openaiQuestion(m)...)
		}
	}
	return items
}

func openaiQuestion(m chat.Message) []any {
	var items []any
	var parts []openaiPart
	for _, p := range m.Parts {
		switch p := p.(type) {
		case chat.ToolResult:
			items = append(items, openaiResult{Type: "function_call_output", CallID: p.ID, Output: openaiOutput(p)})
		case chat.File:
			parts = append(parts, openaiFile(p))
		case chat.Text:
			parts = append(parts, openaiPart{Type: "input_text", Text: p.Text})
		}
	}
	if len(parts) > 0 {
		items = append(items, openaiMessage{Role: "user", Content: parts})
	}
	return items
}

func openaiOutput(r chat.ToolResult) any {
	if len(r.Files) == 0 {
		return resultText(r)
	}
	var parts []openaiPart
	if s := resultText(r); s != "" {
		parts = append(parts, openaiPart{Type: "input_text", Text: s})
	}
	for _, f := range r.Files {
		parts = append(parts, openaiFile(f))
	}
	return parts
}

func openaiFile(f chat.File) openaiPart {
	switch {
	case isImage(f):
		return openaiPart{Type: "input_image", ImageURL: dataURL(f)}
	case isPDF(f):
		return openaiPart{Type: "input_file", FileName: first(f.Name, "file.pdf"), FileData: dataURL(f)}
	}
	return openaiPart{Type: "input_text", Text: fileText(f)}
}

// openaiAnswer replays an answer. Reasoning goes right before the message or
// call that it led to, and is refused without: where it led to something that
// can't go back, a search of the server's for instance, neither does.
func openaiAnswer(m chat.Message) []any {
	var items, thoughts []any
	for _, p := range m.Parts {
		var item any
		switch p := p.(type) {
		case chat.Text:
			content := []openaiPart{{Type: "output_text", Text: p.Text}}
			item = openaiMessage{Type: "message", Role: "assistant", Content: content, Phase: p.Phase}
		case chat.ToolCall:
			item = openaiCall{Type: "function_call", CallID: p.ID, Name: p.Name, Arguments: p.Arguments}
		case chat.Opaque:
			switch p.Kind {
			case "reasoning":
				thoughts = append(thoughts, withoutStatus(p.Data))
			case "compaction":
				item = withoutStatus(p.Data)
			default:
				thoughts = nil
			}
		}
		if item != nil {
			items = append(append(items, thoughts...), item)
			thoughts = nil
		}
	}
	return items
}

// withoutStatus is an item as it came, less what is the server's to say and
// what it left empty.
func withoutStatus(item json.RawMessage) json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(item, &fields) != nil {
		return item
	}
	for k, v := range fields {
		if k == "status" || string(v) == "null" {
			delete(fields, k)
		}
	}
	less, err := json.Marshal(fields)
	if err != nil {
		return item
	}
	return less
}
