package client

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"neonchat/chat"
)

// geminiPiece is a part as it arrives. One of which all fields but the
// signature are nil is of a kind that we don't know.
type geminiPiece struct {
	Text      *string           `json:"text"`
	Thought   bool              `json:"thought"`
	Signature string            `json:"thoughtSignature"`
	Call      *geminiCallPiece  `json:"functionCall"`
	Image     *geminiImagePiece `json:"inlineData"`
}

type geminiImagePiece struct {
	MIME string `json:"mimeType"`
	Data string `json:"data"`
}

type geminiCallPiece struct {
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	Args    json.RawMessage `json:"args"`
	Partial []geminiArg     `json:"partialArgs"`
	More    bool            `json:"willContinue"`
}

// piece reports whether it knows the part's kind.
func (d *geminiDecoder) piece(p geminiPiece) bool {
	switch {
	case p.Call != nil:
		d.call(p)
	case p.Image != nil:
		d.image(p)
	case p.Text != nil && p.Thought:
		d.think(*p.Text, p.Signature)
	case p.Text != nil:
		d.say(*p.Text, p.Signature)
	default:
		return false
	}
	return true
}

// say keeps signed and unsigned text apart, because a signature must go back
// with exactly the text that it came with.
func (d *geminiDecoder) say(s, signature string) {
	if signature != "" && d.unsigned {
		d.emit(chat.PartDone{Part: chat.Text{}})
	}
	if s != "" {
		d.emit(chat.TextDelta{Text: s})
		d.unsigned = true
	}
	if signature != "" {
		d.emit(chat.PartDone{Part: chat.Text{Signature: signature}})
		d.unsigned = false
	}
}

func (d *geminiDecoder) think(s, signature string) {
	if s != "" {
		d.emit(chat.ReasoningDelta{Text: s})
	}
	if signature != "" {
		d.emit(chat.PartDone{Part: chat.Reasoning{Signature: signature}})
	}
}

// image keeps the signature, for which a file has no place, on an empty text
// behind it.
func (d *geminiDecoder) image(p geminiPiece) {
	data, err := base64.StdEncoding.DecodeString(p.Image.Data)
	if err == nil && len(data) > 0 && !p.Thought {
		d.images++
		d.emit(chat.PartDone{Part: madeImage(d.images, p.Image.MIME, data)})
	}
	if p.Signature != "" {
		d.say("", p.Signature)
	}
}

// call takes a call, which is whole unless its arguments arrive in pieces.
func (d *geminiDecoder) call(p geminiPiece) {
	c := p.Call
	if d.partial == nil && !c.More && c.Partial == nil {
		if c.Name != "" {
			d.called(c.ID, c.Name, p.Signature, c.Args)
		}
		return
	}
	if d.partial != nil && c.Name != "" {
		d.callDone() // the next one began
	}
	if d.partial == nil {
		d.partial = &geminiArgs{}
	}
	d.partial.add(c, p.Signature)
	if !c.More {
		d.callDone()
	}
}

func (d *geminiDecoder) callDone() {
	a := d.partial
	d.partial = nil
	if a.name != "" {
		d.called(a.id, a.name, a.signature, a.json())
	}
}

func (d *geminiDecoder) called(id, name, signature string, args json.RawMessage) {
	d.calls++
	if id == "" {
		id = inventedID + strings.TrimPrefix(fmt.Sprintf("%s_%d", d.id, d.calls), "_")
	}
	if len(args) == 0 || string(args) == "null" {
		args = json.RawMessage("{}")
	}
	d.emit(chat.PartDone{Part: chat.ToolCall{ID: id, Name: name, Arguments: string(args), Signature: signature}})
}

// opaque keeps a part of a kind that only Google understands. A signature on
// nothing goes back as one on an empty text does.
func (d *geminiDecoder) opaque(data []byte, candidate, part int, p geminiPiece) {
	var c struct {
		Candidates []struct {
			Content struct {
				Parts []json.RawMessage `json:"parts"`
			} `json:"content"`
		} `json:"candidates"`
	}
	var fields map[string]json.RawMessage
	if lenient(data, &c) != nil {
		return
	}
	raw := c.Candidates[candidate].Content.Parts[part]
	if lenient(raw, &fields) != nil {
		return
	}
	for _, kind := range slices.Sorted(maps.Keys(fields)) {
		if kind != "thought" && kind != "thoughtSignature" && string(fields[kind]) != "null" {
			d.emit(chat.PartDone{Part: chat.Opaque{Kind: kind, Data: raw}})
			return
		}
	}
	if p.Signature != "" {
		d.say("", p.Signature)
	}
}
