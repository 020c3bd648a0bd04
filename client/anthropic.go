package client

import (
	"encoding/json"
	"slices"
	"strings"

	"neonchat/chat"
)

// anthropic is the Messages dialect, which every Claude speaks and nobody else.
type anthropic struct{}

type anthropicRequest struct {
	Model        string             `json:"model"`
	MaxTokens    int                `json:"max_tokens"`
	Stream       bool               `json:"stream"`
	System       string             `json:"system,omitempty"`
	Messages     []anthropicMessage `json:"messages"`
	Tools        []anthropicTool    `json:"tools,omitempty"`
	Temperature  *float64           `json:"temperature,omitempty"`
	Thinking     *anthropicThinking `json:"thinking,omitempty"`
	OutputConfig *anthropicOutput   `json:"output_config,omitempty"`
}

type anthropicThinking struct {
	Type         string `json:"type"` // enabled, adaptive or disabled
	BudgetTokens int    `json:"budget_tokens,omitempty"`
	Display      string `json:"display,omitempty"`
}

type anthropicOutput struct {
	Effort string `json:"effort"`
}

type anthropicTool struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	InputSchema json.RawMessage `json:"input_schema"`
}

// The content of a message is made of anthropicBlocks and, for what the vendor
// sealed, of blocks in the very words that they came in.
type anthropicMessage struct {
	Role    chat.Role `json:"role"`
	Content []any     `json:"content"`
}

type anthropicBlock struct {
	Type string `json:"type"`

	Text string `json:"text,omitempty"`

	// of image and document
	Source *anthropicSource `json:"source,omitempty"`
	Title  string           `json:"title,omitempty"`

	// of thinking, whose text may be hidden under its signature
	Thinking  *string `json:"thinking,omitempty"`
	Signature string  `json:"signature,omitempty"`

	// of tool_use
	ID    string          `json:"id,omitempty"`
	Name  string          `json:"name,omitempty"`
	Input json.RawMessage `json:"input,omitempty"`

	// of tool_result
	ToolUseID string           `json:"tool_use_id,omitempty"`
	Content   []anthropicBlock `json:"content,omitempty"`
	IsError   bool             `json:"is_error,omitempty"`
}

type anthropicSource struct {
	Type      string `json:"type"`
	MediaType string `json:"media_type"`
	Data      []byte `json:"data"`
}

// The block types that are more to us than a thing to hand back.
const (
	anthropicText     = "text"
	anthropicThought  = "thinking"
	anthropicRedacted = "redacted_thinking"
	anthropicCall     = "tool_use"
)

func (anthropic) additions() []addition {
	return []addition{{path: []string{"thinking", "display"}, words: []string{"thinking.display", "adaptive.display", "`display`", "'display'"}}}
}

func (anthropic) decoder() decoder { return &anthropicDecoder{blocks: map[int]*anthropicOpen{}} }

func (anthropic) encode(r chat.Request) (route string, body any, notices []string) {
	e := anthropicEncoding{req: r}
	e.body = anthropicRequest{Model: r.Model.ID, Stream: true, System: r.System}
	e.body.MaxTokens = e.limit()
	e.think()
	t, notice := temperature(r, e.thinks())
	e.body.Temperature = t
	e.notice(notice)
	for _, m := range r.Messages {
		if m := e.message(m); len(m.Content) > 0 {
			e.body.Messages = append(e.body.Messages, m)
		}
	}
	for _, t := range r.Tools {
		e.body.Tools = append(e.body.Tools, anthropicTool{t.Name, t.Description, toolSchema(t)})
	}
	return "anthropic/v1/messages", e.body, e.notices
}

type anthropicEncoding struct {
	req     chat.Request
	body    anthropicRequest
	notices []string
}

func (e *anthropicEncoding) notice(text string) {
	e.notices = append(e.notices, said(text)...)
}

// limit is max_tokens, which this dialect can't do without.
func (e *anthropicEncoding) limit() int {
	most := e.req.Model.OutputLimit
	n, notice := answerLimit(e.req.Model, e.req.MaxTokens)
	e.notice(notice)
	switch {
	case n > 0:
		return n
	case most > 0:
		return min(most, 32000)
	}
	return 8192
}

func (e *anthropicEncoding) think() {
	m, want := e.req.Model, e.req.Effort
	switch {
	case want == "":
	case !reasons(m):
		e.notice(m.ID + " doesn't reason: effort left out")
	case want == "none" && !alwaysThinks().MatchString(shortID(m.ID)):
		e.body.Thinking = &anthropicThinking{Type: "disabled"}
	case adaptiveClaude(m.ID):
		e.adapt(want)
	default:
		e.budget(want)
	}
}

// alwaysThinks knows the Claudes that refuse to have their thinking disabled.
var alwaysThinks = expression(`^claude-(fable|(opus|sonnet)-5-5$)`)

var claudeEfforts = []string{"low", "medium", "high", "xhigh", "max"}

func (e *anthropicEncoding) adapt(want string) {
	m := e.req.Model
	m.Efforts = slices.DeleteFunc(slices.Clone(m.Efforts), func(w string) bool { return w == "none" })
	if len(m.Efforts) == 0 {
		m.Efforts = claudeEfforts
	}
	got, notice := effort(m, want)
	e.notice(notice)
	e.body.Thinking = &anthropicThinking{Type: "adaptive", Display: "summarized"}
	e.body.OutputConfig = &anthropicOutput{Effort: got}
}

// budget gives the older Claudes so many tokens to think. They come out of
// max_tokens, which must leave room for the answer.
func (e *anthropicEncoding) budget(want string) {
	m := e.req.Model
	n, notice := budgetWithin(m, want, e.req.MaxTokens)
	e.notice(notice)
	if n == 0 {
		return
	}
	e.body.Thinking = &anthropicThinking{Type: "enabled", BudgetTokens: n}
	e.body.MaxTokens = limitAbove(m, n, e.body.MaxTokens)
}

// thinks reports whether the request asks for thinking.
func (e *anthropicEncoding) thinks() bool {
	return e.body.Thinking != nil && !e.silent()
}

// silent reports whether the model won't think: it is told not to, or it is an
// older one, which doesn't unless it is told to.
func (e *anthropicEncoding) silent() bool {
	if e.body.Thinking == nil {
		return !adaptiveClaude(e.req.Model.ID)
	}
	return e.body.Thinking.Type == "disabled"
}

func (e *anthropicEncoding) message(m chat.Message) anthropicMessage {
	out := anthropicMessage{Role: m.Role}
	for _, p := range m.Parts {
		if b := e.block(p); b != nil {
			out.Content = append(out.Content, b)
		}
	}
	return out
}

// block is the part on the wire, or nil for one that can't be sent: a blank
// text is refused, and so is a thought that lacks its signature or goes to a
// model that won't think.
func (e *anthropicEncoding) block(p chat.Part) any {
	switch p := p.(type) {
	case chat.Text:
		if strings.TrimSpace(p.Text) != "" {
			return anthropicBlock{Type: anthropicText, Text: p.Text}
		}
	case chat.Reasoning:
		if p.Signature != "" && !e.silent() {
			return anthropicBlock{Type: anthropicThought, Thinking: &p.Text, Signature: p.Signature}
		}
	case chat.Opaque:
		if p.Kind != anthropicRedacted || !e.silent() {
			return p.Data
		}
	case chat.File:
		return anthropicFile(p)
	case chat.ToolCall:
		return anthropicBlock{Type: anthropicCall, ID: p.ID, Name: p.Name, Input: json.RawMessage(p.Arguments)}
	case chat.ToolResult:
		return anthropicResult(p)
	}
	return nil
}

func anthropicFile(f chat.File) anthropicBlock {
	b := anthropicBlock{Source: &anthropicSource{Type: "base64", MediaType: mediaType(f), Data: f.Data}}
	switch {
	case isImage(f):
		b.Type = "image"
	case isPDF(f):
		b.Type, b.Title = "document", f.Name
	default:
		return anthropicBlock{Type: anthropicText, Text: fileText(f)}
	}
	return b
}

func anthropicResult(r chat.ToolResult) anthropicBlock {
	b := anthropicBlock{Type: "tool_result", ToolUseID: r.ID, IsError: r.IsError}
	if strings.TrimSpace(r.Text) != "" {
		b.Content = append(b.Content, anthropicBlock{Type: anthropicText, Text: r.Text})
	}
	for _, f := range r.Files {
		b.Content = append(b.Content, anthropicFile(f))
	}
	return b
}
