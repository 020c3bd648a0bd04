package client

import (
	"encoding/json"
	"strings"

	"neonchat/chat"
)

// mlflow is Chat Completions as the gateway speaks it for every vendor, with
// Databricks' ways: content that may be an array of parts, and reasoning among
// them.
type mlflow struct{}

type mlflowRequest struct {
	Model           string               `json:"model"`
	Messages        []mlflowMessage      `json:"messages"`
	Stream          bool                 `json:"stream"`
	StreamOptions   *mlflowStreamOptions `json:"stream_options,omitempty"`
	MaxTokens       int                  `json:"max_tokens,omitempty"`
	Temperature     *float64             `json:"temperature,omitempty"`
	ReasoningEffort string               `json:"reasoning_effort,omitempty"`
	Thinking        *mlflowThinking      `json:"thinking,omitempty"`
	Tools           []mlflowTool         `json:"tools,omitempty"`
}

type mlflowStreamOptions struct {
	IncludeUsage bool `json:"include_usage"`
}

type mlflowThinking struct {
	Type   string `json:"type"`
	Budget int    `json:"budget_tokens"`
}

type mlflowMessage struct {
	Role             string            `json:"role"`
	Content          any               `json:"content"` // a string, []mlflowPart or null
	ReasoningDetails []json.RawMessage `json:"reasoning_details,omitempty"`
	ToolCalls        []mlflowToolCall  `json:"tool_calls,omitempty"`
	ToolCallID       string            `json:"tool_call_id,omitempty"`
}

type mlflowPart struct {
	Type     string      `json:"type"`
	Text     string      `json:"text,omitempty"`
	ImageURL *mlflowURL  `json:"image_url,omitempty"`
	File     *mlflowFile `json:"file,omitempty"`
	Summary  []any       `json:"summary,omitempty"` // mlflowSummary, or an entry as it came
}

type mlflowURL struct {
	URL string `json:"url"`
}

type mlflowFile struct {
	Name string `json:"filename"`
	Data string `json:"file_data"`
}

type mlflowSummary struct {
	Type      string `json:"type"`
	Text      string `json:"text"`
	Signature string `json:"signature"`
}

type mlflowToolCall struct {
	ID               string          `json:"id"`
	Type             string          `json:"type"`
	Function         mlflowFunction  `json:"function"`
	ThoughtSignature string          `json:"thoughtSignature,omitempty"`
	ExtraContent     json.RawMessage `json:"extra_content,omitempty"`
}

type mlflowFunction struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

type mlflowTool struct {
	Type     string             `json:"type"`
	Function mlflowToolFunction `json:"function"`
}

type mlflowToolFunction struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Parameters  json.RawMessage `json:"parameters"`
}

// The kinds of opaque parts that this dialect replays.
const (
	encryptedSummary   = "summary_encrypted_text" // Databricks: an entry of a reasoning part's summary
	encryptedReasoning = "reasoning.encrypted"    // an entry of reasoning_details
)

func (mlflow) encode(r chat.Request) (route string, body any, notices []string) {
	b := mlflowRequest{
		Model:    r.Model.ID,
		Messages: mlflowMessages(r),
		Stream:   true,
	}
	if !isClaude(r.Model.ID) { // Bedrock's Claude calls it an extra input
		b.StreamOptions = &mlflowStreamOptions{IncludeUsage: true}
	}
	for _, t := range r.Tools {
		f := mlflowToolFunction{Name: t.Name, Description: t.Description, Parameters: toolSchema(t)}
		b.Tools = append(b.Tools, mlflowTool{Type: "function", Function: f})
	}
	var lowered, effortless, cooled string
	b.MaxTokens, lowered = answerLimit(r.Model, r.MaxTokens)
	effortless = b.think(r.Model, r.Effort)
	b.Temperature, cooled = temperature(r, b.Thinking != nil)
	return "mlflow/v1/chat/completions", b, said(lowered, effortless, cooled)
}

func (mlflow) additions() []addition {
	return []addition{{path: []string{"stream_options"}, words: []string{"stream_options", "include_usage"}}}
}

func (mlflow) decoder() decoder { return &mlflowDecoder{} }

// think asks for the effort in the model's own way. The notice says what
// became of it when that isn't what was asked.
func (b *mlflowRequest) think(m chat.Model, want string) (notice string) {
	switch {
	case want == "":
		return ""
	case isClaude(m.ID) && !adaptiveClaude(m.ID):
		return b.thinkWithin(m, want)
	case want == "none" && (isClaude(m.ID) || !reasons(m)):
		return "" // as it is
	case isClaude(m.ID), isGemini(m.ID):
		return m.ID + " takes no effort over mlflow: left out"
	case !reasons(m):
		return m.ID + " doesn't reason: effort left out"
	}
	b.ReasoningEffort, notice = effort(m, want)
	return notice
}

// thinkWithin gives an older Claude a budget, and the answer a limit above it,
// without which the budget is refused.
func (b *mlflowRequest) thinkWithin(m chat.Model, want string) (notice string) {
	if want == "none" {
		return ""
	}
	n, notice := budgetWithin(m, want, b.MaxTokens)
	if n > 0 {
		b.Thinking = &mlflowThinking{Type: "enabled", Budget: n}
		b.MaxTokens = limitAbove(m, n, b.MaxTokens)
	}
	return notice
}

func mlflowMessages(r chat.Request) []mlflowMessage {
	var list []mlflowMessage
	if r.System != "" {
		list = append(list, mlflowMessage{Role: "system", Content: r.System})
	}
	for _, m := range r.Messages {
		if m.Role == chat.Assistant {
			list = append(list, mlflowAnswer(m))
			continue
		}
		list = append(list, mlflowQuestion(m)...)
	}
	return list
}

// mlflowQuestion gives each tool result a message of its own. Their files
// can't be in there: they lead the user's message that follows.
func mlflowQuestion(m chat.Message) []mlflowMessage {
	var list []mlflowMessage
	var files, parts []mlflowPart
	for _, p := range m.Parts {
		switch p := p.(type) {
		case chat.ToolResult:
			list = append(list, mlflowMessage{Role: "tool", ToolCallID: p.ID, Content: resultText(p)})
			for _, f := range p.Files {
				files = append(files, mlflowFilePart(f))
			}
		case chat.File:
			parts = append(parts, mlflowFilePart(p))
		case chat.Text:
			parts = append(parts, mlflowPart{Type: "text", Text: p.Text})
		}
	}
	if parts = append(files, parts...); len(parts) > 0 {
		list = append(list, mlflowMessage{Role: "user", Content: mlflowContent(parts, "\n\n")})
	}
	return list
}

func mlflowFilePart(f chat.File) mlflowPart {
	switch {
	case isImage(f):
		return mlflowPart{Type: "image_url", ImageURL: &mlflowURL{dataURL(f)}}
	case isPDF(f):
		return mlflowPart{Type: "file", File: &mlflowFile{Name: first(f.Name, "file.pdf"), Data: dataURL(f)}}
	}
	return mlflowPart{Type: "text", Text: fileText(f)}
}

// mlflowContent is a string when all is text, which every server takes, and the
// parts otherwise.
func mlflowContent(parts []mlflowPart, between string) any {
	var texts []string
	for _, p := range parts {
		if p.Type != "text" {
			return parts
		}
		texts = append(texts, p.Text)
	}
	if len(texts) == 0 {
		return nil
	}
	return strings.Join(texts, between)
}

func mlflowAnswer(m chat.Message) mlflowMessage {
	answer := mlflowMessage{Role: "assistant"}
	var parts []mlflowPart
	for _, p := range m.Parts {
		switch p := p.(type) {
		case chat.Text:
			if strings.TrimSpace(p.Text) != "" {
				parts = append(parts, mlflowPart{Type: "text", Text: p.Text})
			}
		case chat.Reasoning:
			if p.Signature != "" {
				entry := mlflowSummary{Type: "summary_text", Text: p.Text, Signature: p.Signature}
				parts = append(parts, mlflowPart{Type: "reasoning", Summary: []any{entry}})
			}
		case chat.Opaque:
			switch p.Kind {
			case encryptedSummary:
				parts = append(parts, mlflowPart{Type: "reasoning", Summary: []any{p.Data}})
			case encryptedReasoning:
				answer.ReasoningDetails = append(answer.ReasoningDetails, p.Data)
			}
		case chat.ToolCall:
			answer.ToolCalls = append(answer.ToolCalls, mlflowCalled(p))
		}
	}
	answer.Content = mlflowContent(parts, "")
	return answer
}

// mlflowCalled puts a Gemini's seal back where it came: Google's own form is an
// object, which the decoder keeps whole, Databricks' a plain string.
func mlflowCalled(c chat.ToolCall) mlflowToolCall {
	call := mlflowToolCall{ID: c.ID, Type: "function", Function: mlflowFunction{Name: c.Name, Arguments: c.Arguments}}
	if strings.HasPrefix(c.Signature, "{") {
		call.ExtraContent = json.RawMessage(c.Signature)
	} else {
		call.ThoughtSignature = c.Signature
	}
	return call
}

// resultText is what a tool said, in the dialects that can't mark a failure.
func resultText(r chat.ToolResult) string {
	if r.IsError {
		return "Error: " + r.Text
	}
	return r.Text
}
