package client

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"neonchat/chat"
)

type mlflowDelta struct {
	Content          json.RawMessage   `json:"content"` // a string, an array of parts or null
	Refusal          string            `json:"refusal"`
	ReasoningContent string            `json:"reasoning_content"`
	Reasoning        string            `json:"reasoning"`
	ReasoningDetails []json.RawMessage `json:"reasoning_details"`
	Images           json.RawMessage   `json:"images"` // an array of parts
	ToolCalls        []mlflowCallDelta `json:"tool_calls"`
}

func (d *mlflowDecoder) delta(m *mlflowDelta) {
	d.reasoning(m)
	d.content(m.Content)
	d.content(m.Images)
	d.refusal.WriteString(m.Refusal)
	for _, c := range m.ToolCalls {
		d.call(c)
	}
}

// reasoning takes the reasoning from one of its places: servers repeat it in
// several.
func (d *mlflowDecoder) reasoning(m *mlflowDelta) {
	said := first(m.ReasoningContent, m.Reasoning)
	d.think(said)
	for _, raw := range m.ReasoningDetails {
		var detail struct{ Type, Text, Summary, Data string }
		if lenient(raw, &detail) != nil {
			continue
		}
		if detail.Type == encryptedReasoning && detail.Data != "" {
			d.emit(chat.PartDone{Part: chat.Opaque{Kind: encryptedReasoning, Data: raw}})
		} else if said == "" {
			d.think(first(detail.Text, detail.Summary))
		}
	}
}

func (d *mlflowDecoder) think(s string) {
	if s != "" {
		d.emit(chat.ReasoningDelta{Text: s})
	}
}

func (d *mlflowDecoder) say(s string) {
	if s != "" {
		d.emit(chat.TextDelta{Text: s})
	}
}

func (d *mlflowDecoder) content(raw json.RawMessage) {
	if len(raw) == 0 {
		return
	}
	switch raw[0] {
	case '"':
		d.say(text(raw))
	case '{':
		d.content(slices.Concat([]byte("["), raw, []byte("]")))
	case '[':
		var list []mlflowPiece
		if lenient(raw, &list) == nil {
			for i, p := range list {
				d.part(p, mlflowElement{raw, i})
			}
		}
	}
}

// A mlflowElement is a part as it stands, which few need and an image would pay
// for.
type mlflowElement struct {
	list json.RawMessage
	i    int
}

func (e mlflowElement) raw() json.RawMessage {
	var list []json.RawMessage
	if lenient(e.list, &list) != nil || e.i >= len(list) {
		return nil
	}
	return list[e.i]
}

type mlflowPiece struct {
	Type     string            `json:"type"`
	Text     string            `json:"text"`
	Refusal  string            `json:"refusal"`
	Summary  []json.RawMessage `json:"summary"`
	Content  json.RawMessage   `json:"content"`
	Thinking json.RawMessage   `json:"thinking"`
	ImageURL mlflowURL         `json:"image_url"`
	Source   struct {
		MediaType string `json:"media_type"`
		Data      string `json:"data"`
	} `json:"source"`
}

// part reads one part of an array of content.
func (d *mlflowDecoder) part(p mlflowPiece, at mlflowElement) {
	switch p.Type {
	case "text", "output_text":
		d.say(p.Text)
	case "reasoning":
		for _, s := range p.Summary {
			d.summary(s)
		}
		d.think(p.Text)
		d.think(texts(p.Content))
	case "thinking":
		d.think(texts(p.Thinking))
	case "refusal":
		d.refusal.WriteString(p.Refusal)
	case "image", "image_url":
		d.image(p, at)
	case "":
		d.say(first(p.Text, text(at.raw())))
	default:
		d.emit(chat.PartDone{Part: chat.Opaque{Kind: p.Type, Data: at.raw()}})
	}
}

// summary reads an entry of a reasoning part's summary. A signature closes the
// thought, an encrypted one is a thought of its own.
func (d *mlflowDecoder) summary(raw json.RawMessage) {
	var s struct{ Type, Text, Signature, Data string }
	if lenient(raw, &s) != nil {
		return
	}
	d.think(s.Text)
	switch {
	case s.Signature != "":
		d.emit(chat.PartDone{Part: chat.Reasoning{Signature: s.Signature}})
	case s.Data != "":
		d.emit(chat.PartDone{Part: chat.Opaque{Kind: first(s.Type, encryptedSummary), Data: raw}})
	}
}

func (d *mlflowDecoder) image(p mlflowPiece, at mlflowElement) {
	mime, data, ok := fromDataURL(p.ImageURL.URL)
	if !ok {
		mime = p.Source.MediaType
		data, _ = base64.StdEncoding.DecodeString(p.Source.Data)
	}
	if !ok && len(data) == 0 {
		var flat struct { // some say it as Responses does
			ImageURL string `json:"image_url"`
		}
		if lenient(at.raw(), &flat) == nil {
			mime, data, _ = fromDataURL(flat.ImageURL)
		}
	}
	if len(data) == 0 {
		d.emit(chat.PartDone{Part: chat.Opaque{Kind: p.Type, Data: at.raw()}})
		return
	}
	d.images++
	d.emit(chat.PartDone{Part: madeImage(d.images, mime, data)})
}

// texts joins what may be a string or a list of parts with a text each.
func texts(raw json.RawMessage) string {
	if s := text(raw); s != "" {
		return s
	}
	var list []struct{ Text string }
	if len(raw) == 0 || lenient(raw, &list) != nil {
		return ""
	}
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.Text)
	}
	return b.String()
}
