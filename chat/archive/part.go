package archive

import (
	"encoding/json"
	"fmt"
	"time"

	"neonchat/chat"
)

// A part holds a part of any type; the type decides which fields are set. Wire is data
// that only its origin understands, in its original form.
type part struct {
	Type      string        `json:"type"` // text, reasoning, file, tool_call, tool_result or opaque
	Text      *exact        `json:"text,omitempty"`
	Signature exact         `json:"signature,omitempty"`
	Phase     exact         `json:"phase,omitempty"`
	ID        exact         `json:"id,omitempty"`
	Name      exact         `json:"name,omitempty"`
	Arguments exact         `json:"arguments,omitempty"`
	IsError   bool          `json:"is_error,omitempty"`
	Unrun     bool          `json:"unrun,omitempty"`
	Took      time.Duration `json:"took_ns,omitempty"`
	Files     []part        `json:"files,omitempty"`
	MIME      exact         `json:"mime,omitempty"`
	Data      []byte        `json:"data,omitempty"`
	Kind      exact         `json:"kind,omitempty"`
	Wire      exact         `json:"wire,omitempty"`
}

func writtenPart(p chat.Part) part {
	switch p := p.(type) {
	case chat.Text:
		return part{Type: "text", Text: said(p.Text), Signature: exact(p.Signature), Phase: exact(p.Phase)}
	case chat.Reasoning:
		return part{Type: "reasoning", Text: said(p.Text), Signature: exact(p.Signature)}
	case chat.File:
		return part{Type: "file", Name: exact(p.Name), MIME: exact(p.MIME), Data: p.Data}
	case chat.ToolCall:
		return part{Type: "tool_call", ID: exact(p.ID), Name: exact(p.Name), Arguments: exact(p.Arguments), Signature: exact(p.Signature)}
	case chat.ToolResult:
		w := part{Type: "tool_result", ID: exact(p.ID), Name: exact(p.Name), Text: said(p.Text), IsError: p.IsError, Unrun: p.Unrun, Took: p.Took}
		for _, f := range p.Files {
			w.Files = append(w.Files, writtenPart(f))
		}
		return w
	case chat.Opaque:
		return part{Type: "opaque", Kind: exact(p.Kind), Wire: exact(p.Data)}
	}
	panic(fmt.Sprintf("no way to write a %T", p)) // every type of part is handled above
}

func said(text string) *exact { return (*exact)(&text) }

func (w part) read() (chat.Part, error) {
	var text string
	if w.Text != nil {
		text = string(*w.Text)
	}
	switch w.Type {
	case "text":
		return chat.Text{Text: text, Signature: string(w.Signature), Phase: string(w.Phase)}, nil
	case "reasoning":
		return chat.Reasoning{Text: text, Signature: string(w.Signature)}, nil
	case "file":
		return w.file(), nil
	case "tool_call":
		return chat.ToolCall{ID: string(w.ID), Name: string(w.Name), Arguments: string(w.Arguments), Signature: string(w.Signature)}, nil
	case "tool_result":
		r := chat.ToolResult{ID: string(w.ID), Name: string(w.Name), Text: text, IsError: w.IsError, Unrun: w.Unrun, Took: w.Took}
		for _, f := range w.Files {
			r.Files = append(r.Files, f.file())
		}
		return r, nil
	case "opaque":
		if w.Wire == "" {
			return chat.Opaque{Kind: string(w.Kind)}, nil
		}
		if !json.Valid([]byte(w.Wire)) {
			return nil, fmt.Errorf("its %q is no JSON", string(w.Kind))
		}
		return chat.Opaque{Kind: string(w.Kind), Data: json.RawMessage(w.Wire)}, nil
	}
	return nil, fmt.Errorf("there is no part of type %q", w.Type)
}

func (w part) file() chat.File {
	return chat.File{Name: string(w.Name), MIME: string(w.MIME), Data: w.Data}
}
