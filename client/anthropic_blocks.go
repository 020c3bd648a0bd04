package client

import (
	"encoding/json"
	"strings"

	"neonchat/chat"
)

// anthropicOpen is a block that is still growing.
type anthropicOpen struct {
	anthropicBlockStart
	raw   json.RawMessage
	input strings.Builder
}

type anthropicBlockStart struct {
	Type      string          `json:"type"`
	Text      string          `json:"text"`
	Thinking  string          `json:"thinking"`
	Signature string          `json:"signature"`
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	Input     json.RawMessage `json:"input"`
}

func (d *anthropicDecoder) open(i int, raw json.RawMessage) {
	d.close(i)
	b := &anthropicOpen{raw: raw}
	if lenient(raw, &b.anthropicBlockStart) != nil {
		return
	}
	d.blocks[i] = b
	switch b.Type {
	case anthropicText:
		d.say(b.Text)
	case anthropicThought:
		d.reason(b.Thinking)
	}
}

func (d *anthropicDecoder) grow(i int, delta anthropicDelta) {
	b := d.blocks[i]
	switch delta.Type {
	case "text_delta":
		d.say(delta.Text)
	case "thinking_delta":
		d.reason(delta.Thinking)
	case "signature_delta":
		if b != nil {
			b.Signature += delta.Signature
		}
	case "input_json_delta":
		if b != nil {
			b.input.WriteString(delta.PartialJSON)
		}
	}
}

func (d *anthropicDecoder) close(i int) {
	b := d.blocks[i]
	if b == nil {
		return
	}
	delete(d.blocks, i)
	switch b.Type {
	case anthropicText:
	case anthropicThought:
		d.emit(chat.PartDone{Part: chat.Reasoning{Signature: b.Signature}})
	case anthropicCall:
		d.emit(chat.PartDone{Part: chat.ToolCall{ID: b.ID, Name: b.Name, Arguments: b.arguments()}})
	default:
		d.emit(chat.PartDone{Part: chat.Opaque{Kind: b.Type, Data: b.whole()}})
	}
}

// arguments is the text that grew, or the input that came with the block's
// start, where an empty one says only that there is more to come.
func (b *anthropicOpen) arguments() string {
	if b.input.Len() > 0 || string(b.Input) == "{}" || string(b.Input) == "null" {
		return b.input.String()
	}
	return string(b.Input)
}

// whole is the block as it began, with the input that grew since.
func (b *anthropicOpen) whole() json.RawMessage {
	var doc map[string]json.RawMessage
	if b.input.Len() == 0 || json.Unmarshal(b.raw, &doc) != nil || doc == nil {
		return b.raw
	}
	doc["input"] = json.RawMessage(b.input.String())
	return reencoded(doc, b.raw)
}
