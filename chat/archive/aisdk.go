package archive

import (
	"encoding/json"
	"strings"

	"neonchat/chat"
)

// A modelMessage is a ModelMessage of the AI SDK, version 5, as generateText and
// streamText take it.
type modelMessage struct {
	Role    string      `json:"role"` // user, assistant or tool
	Content []modelPart `json:"content"`
}

type modelPart struct {
	Type string `json:"type"` // text, file, tool-call or tool-result

	Text *string `json:"text,omitempty"`

	Data      []byte `json:"data,omitempty"`
	MediaType string `json:"mediaType,omitempty"`
	Filename  string `json:"filename,omitempty"`

	ToolCallID string          `json:"toolCallId,omitempty"`
	ToolName   string          `json:"toolName,omitempty"`
	Input      json.RawMessage `json:"input,omitempty"`
	Output     *toolOutput     `json:"output,omitempty"`
}

type toolOutput struct {
	Type  string `json:"type"` // text or error-text
	Value string `json:"value"`
}

// ModelMessages converts messages to ModelMessage arrays of the AI SDK 5, ready for JSON.
// The messages must be valid for any model: alternating roles, a result for each call,
// and no signed or encrypted data.
func ModelMessages(messages []chat.Message) any {
	list := []modelMessage{}
	for _, m := range messages {
		said, results := modelMessage{Role: string(m.Role)}, modelMessage{Role: "tool"}
		for _, p := range m.Parts {
			switch p := p.(type) {
			case chat.Text:
				said.Content = append(said.Content, modelPart{Type: "text", Text: &p.Text})
			case chat.File:
				said.Content = append(said.Content, modelFile(p))
			case chat.ToolCall:
				said.Content = append(said.Content, modelPart{Type: "tool-call", ToolCallID: p.ID, ToolName: p.Name, Input: json.RawMessage(p.Arguments)})
			case chat.ToolResult:
				results.Content = append(results.Content, modelResult(p))
				for _, f := range p.Files {
					said.Content = append(said.Content, modelFile(f))
				}
			}
		}
		for _, m := range []modelMessage{results, said} {
			if len(m.Content) > 0 {
				list = append(list, m)
			}
		}
	}
	return list
}

// modelFile converts a file to a part that any model accepts; a text file becomes text.
func modelFile(f chat.File) modelPart {
	kind, _, _ := strings.Cut(f.MIME, ";")
	if kind == "application/pdf" || strings.HasPrefix(kind, "image/") && kind != "image/svg+xml" {
		return modelPart{Type: "file", Data: f.Data, MediaType: kind, Filename: f.Name}
	}
	text := f.Name + ":\n\n" + fenced("", string(f.Data))
	return modelPart{Type: "text", Text: &text}
}

func modelResult(r chat.ToolResult) modelPart {
	out := &toolOutput{"text", r.Text}
	if r.IsError {
		out.Type = "error-text"
	}
	return modelPart{Type: "tool-result", ToolCallID: r.ID, ToolName: r.Name, Output: out}
}
