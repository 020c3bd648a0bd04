package client

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"neonchat/chat"
)

// gemini is generateContent, Google's own dialect.
type gemini struct{}

type geminiRequest struct {
	System   *geminiContent  `json:"systemInstruction,omitempty"`
	Contents []geminiContent `json:"contents"`
	Tools    []geminiTools   `json:"tools,omitempty"`
	Config   *geminiConfig   `json:"generationConfig,omitempty"`
}

// The parts of a content are geminiParts and, for what only Google
// understands, parts in the very words that they came in.
type geminiContent struct {
	Role  string `json:"role,omitempty"` // user or model
	Parts []any  `json:"parts"`
}

type geminiPart struct {
	Text       *string         `json:"text,omitempty"` // may be empty under a signature
	InlineData *geminiBlob     `json:"inlineData,omitempty"`
	Call       *geminiCall     `json:"functionCall,omitempty"`
	Response   *geminiResponse `json:"functionResponse,omitempty"`
	Signature  string          `json:"thoughtSignature,omitempty"`
}

type geminiBlob struct {
	MIME string `json:"mimeType"`
	Data []byte `json:"data"`
}

type geminiCall struct {
	ID   string          `json:"id,omitempty"`
	Name string          `json:"name"`
	Args json.RawMessage `json:"args"`
}

type geminiResponse struct {
	ID       string       `json:"id,omitempty"`
	Name     string       `json:"name"`
	Response geminiResult `json:"response"`
}

type geminiResult struct {
	Output *string `json:"output,omitempty"`
	Error  *string `json:"error,omitempty"`
}

type geminiTools struct {
	Functions []geminiFunction `json:"functionDeclarations"`
}

type geminiFunction struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Schema      json.RawMessage `json:"parametersJsonSchema"`
}

type geminiConfig struct {
	Temperature *float64        `json:"temperature,omitempty"`
	MaxTokens   int             `json:"maxOutputTokens,omitempty"`
	Thinking    *geminiThinking `json:"thinkingConfig,omitempty"`
}

type geminiThinking struct {
	IncludeThoughts bool   `json:"includeThoughts,omitempty"`
	Budget          *int   `json:"thinkingBudget,omitempty"` // Gemini 2.5
	Level           string `json:"thinkingLevel,omitempty"`  // Gemini 3
}

// inventedID starts the ids of calls that came without one. They are ours and
// never go back to the vendor, which tells calls apart by name and order.
const inventedID = "call_"

// foreignCall stands for the signature of a call that another model made:
// Gemini 3 refuses a call that bears none.
const foreignCall = "skip_thought_signature_validator"

func (gemini) additions() []addition {
	return []addition{{
		path:  []string{"generationConfig", "thinkingConfig", "includeThoughts"},
		words: []string{"includeThoughts", "include_thoughts"},
	}}
}

func (gemini) decoder() decoder { return &geminiDecoder{} }

func (gemini) encode(r chat.Request) (route string, body any, notices []string) {
	b := geminiRequest{Contents: geminiContents(r)}
	if r.System != "" {
		b.System = &geminiContent{Parts: []any{geminiPart{Text: &r.System}}}
	}
	var tools geminiTools
	for _, t := range r.Tools {
		tools.Functions = append(tools.Functions, geminiFunction{t.Name, t.Description, toolSchema(t)})
	}
	if len(tools.Functions) > 0 {
		b.Tools = []geminiTools{tools}
	}
	var c geminiConfig
	var lowered, cooled, effortless string
	c.MaxTokens, lowered = answerLimit(r.Model, r.MaxTokens)
	c.Temperature, cooled = temperature(r, false)
	c.Thinking, effortless = geminiThinks(r.Model, r.Effort, c.MaxTokens)
	if c != (geminiConfig{}) {
		b.Config = &c
	}
	route = "gemini/v1beta/models/" + url.PathEscape(r.Model.ID) + ":streamGenerateContent?alt=sse"
	return route, b, said(lowered, cooled, effortless)
}

// geminiThinks asks a model that reasons to show it, and for the effort in the
// model's own way: a level, or a budget within the limit of the answer.
func geminiThinks(m chat.Model, want string, limit int) (t *geminiThinking, notice string) {
	switch {
	case want != "" && !reasons(m):
		return nil, m.ID + " doesn't reason: effort left out"
	case want == "" && len(m.Efforts) == 0 && m.BudgetMax == 0:
		return nil, ""
	case want == "":
		return &geminiThinking{IncludeThoughts: true}, ""
	case geminiLevels(m.ID):
		return geminiLevel(m, want)
	case want == "none":
		return geminiSilent(m)
	}
	n := budget(m, want, limit-limit/4) // something is left to answer with
	if n == 0 {
		return nil, fmt.Sprintf("%d tokens leave %s no room to think: effort left out", limit, m.ID)
	}
	return &geminiThinking{IncludeThoughts: true, Budget: &n}, ""
}

var geminiEfforts = []string{"minimal", "low", "medium", "high"}

func geminiLevel(m chat.Model, want string) (*geminiThinking, string) {
	m.Efforts = slices.DeleteFunc(slices.Clone(m.Efforts), func(w string) bool { return !slices.Contains(geminiEfforts, w) })
	if len(m.Efforts) == 0 {
		m.Efforts = geminiEfforts
	}
	got, notice := effort(m, want)
	return &geminiThinking{IncludeThoughts: true, Level: strings.ToUpper(got)}, notice
}

// geminiSilent switches the thinking off, or as far down as it goes: a Pro
// always thinks.
func geminiSilent(m chat.Model) (*geminiThinking, string) {
	least := m.BudgetMin
	if m.BudgetMax == 0 && strings.Contains(m.ID, "pro") {
		least = 128
	}
	if least == 0 {
		return &geminiThinking{Budget: &least}, ""
	}
	return &geminiThinking{IncludeThoughts: true, Budget: &least},
		fmt.Sprintf("%s always thinks: asked for %d tokens at most", m.ID, least)
}

func geminiContents(r chat.Request) []geminiContent {
	var list []geminiContent
	known := map[string]bool{} // ids of calls that the vendor gave
	for _, m := range r.Messages {
		c := geminiContent{Role: "user"}
		if m.Role == chat.Assistant {
			c.Role = "model"
			c.Parts = geminiAnswer(r.Model, m, known)
		} else {
			c.Parts = geminiQuestion(m, known)
		}
		if len(c.Parts) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// geminiAnswer gives the parts in the order in which they came, each with its
// own signature. The thoughts stay behind.
func geminiAnswer(to chat.Model, m chat.Message, known map[string]bool) []any {
	var parts []any
	called := false
	for _, p := range m.Parts {
		switch p := p.(type) {
		case chat.Text:
			if p.Text != "" || p.Signature != "" {
				parts = append(parts, geminiPart{Text: &p.Text, Signature: p.Signature})
			}
		case chat.ToolCall:
			call := geminiPart{Call: &geminiCall{Name: p.Name, Args: json.RawMessage(p.Arguments)}, Signature: p.Signature}
			if m.Origin.Dialect == chat.Gemini && !strings.HasPrefix(p.ID, inventedID) {
				call.Call.ID = p.ID
				known[p.ID] = true
			}
			if !called && p.Signature == "" && geminiLevels(to.ID) {
				call.Signature = foreignCall
			}
			called = true
			parts = append(parts, call)
		case chat.File:
			parts = append(parts, geminiFile(p))
		case chat.Opaque:
			parts = append(parts, p.Data)
		}
	}
	return parts
}

// geminiQuestion puts the results of tools first, all of them, and the files
// that tools gave, which a result can't hold, right behind.
func geminiQuestion(m chat.Message, known map[string]bool) []any {
	var results, files, rest []any
	for _, p := range m.Parts {
		switch p := p.(type) {
		case chat.ToolResult:
			r := &geminiResponse{Name: p.Name}
			if known[p.ID] {
				r.ID = p.ID
			}
			if p.IsError {
				r.Response.Error = &p.Text
			} else {
				r.Response.Output = &p.Text
			}
			results = append(results, geminiPart{Response: r})
			for _, f := range p.Files {
				files = append(files, geminiFile(f))
			}
		case chat.Text:
			if p.Text != "" {
				rest = append(rest, geminiPart{Text: &p.Text})
			}
		case chat.File:
			rest = append(rest, geminiFile(p))
		}
	}
	return slices.Concat(results, files, rest)
}

func geminiFile(f chat.File) geminiPart {
	if isImage(f) || isPDF(f) {
		return geminiPart{InlineData: &geminiBlob{MIME: mediaType(f), Data: f.Data}}
	}
	text := fileText(f)
	return geminiPart{Text: &text}
}
