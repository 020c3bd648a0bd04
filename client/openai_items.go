package client

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"neonchat/chat"
)

type openaiItem struct {
	Type      string          `json:"type"`
	CallID    string          `json:"call_id"`
	Name      string          `json:"name"`
	Arguments string          `json:"arguments"`
	Input     string          `json:"input"`
	Phase     string          `json:"phase"`
	Content   []openaiContent `json:"content"`
	Summary   []openaiContent `json:"summary"`
	Encrypted string          `json:"encrypted_content"`
	Result    string          `json:"result"` // an image's base64
	Format    string          `json:"output_format"`
}

type openaiContent struct {
	Type    string `json:"type"`
	Text    string `json:"text"`
	Refusal string `json:"refusal"`
}

// An openaiGrowing is a tool call that grows.
type openaiGrowing struct {
	id, name  string
	arguments strings.Builder
}

func (d *openaiDecoder) growing(item int) *openaiGrowing {
	c := d.calls[item]
	if c == nil {
		c = &openaiGrowing{}
		d.calls[item] = c
	}
	return c
}

// is takes what the wire says whole about the call. What it doesn't say stays.
func (c *openaiGrowing) is(id, name, arguments string) {
	c.id, c.name = first(id, c.id), first(name, c.name)
	if arguments != "" {
		c.arguments.Reset()
		c.arguments.WriteString(arguments)
	}
}

// added opens an item. Servers that give all items the same place begin anew
// with each.
func (d *openaiDecoder) added(place int, it *openaiItem) {
	if it == nil {
		return
	}
	for p := range d.came {
		if p.item == place {
			delete(d.came, p)
		}
	}
	delete(d.thought, place)
	if it.isCall() {
		d.growing(place).is(it.CallID, it.Name, first(it.Arguments, it.Input))
	}
}

func (it *openaiItem) isCall() bool {
	return it.Type == "function_call" || it.Type == "custom_tool_call"
}

// rawItem is the event's item as it stands, if it is one that is kept so. An
// image is not: it is megabytes, and read already.
func rawItem(data []byte, it *openaiItem) json.RawMessage {
	if it == nil || it.isCall() || it.Type == "message" || it.Type == "image_generation_call" {
		return nil
	}
	var e struct{ Item json.RawMessage }
	if lenient(data, &e) != nil {
		return nil
	}
	return e.Item
}

// item takes an item that is whole. The raw one is what goes back where the
// item means something to its origin only.
func (d *openaiDecoder) item(place int, it *openaiItem, raw json.RawMessage) {
	if it == nil {
		return
	}
	d.done[it.Type]++
	switch {
	case it.isCall():
		c := d.growing(place)
		c.is(it.CallID, it.Name, first(it.Arguments, it.Input))
		delete(d.calls, place)
		d.call(c)
	case it.Type == "message":
		d.message(place, it)
	case it.Type == "reasoning":
		d.reasoning(place, it, raw)
	case it.Type == "image_generation_call":
		d.image(it)
	case it.Type != "":
		d.emit(chat.PartDone{Part: chat.Opaque{Kind: it.Type, Data: raw}})
	}
}

func (d *openaiDecoder) call(c *openaiGrowing) {
	if c.name == "" || d.called[c.id] && c.id != "" {
		return
	}
	id := first(c.id, fmt.Sprintf("call_%d", len(d.called)+1))
	d.called[id] = true
	d.emit(chat.PartDone{Part: chat.ToolCall{ID: id, Name: c.name, Arguments: c.arguments.String()}})
}

func (d *openaiDecoder) message(place int, it *openaiItem) {
	for i, c := range it.Content {
		d.again(openaiPlace{place, saysText, i}, c.Text)
		d.again(openaiPlace{place, saysRefusal, i}, c.Refusal)
	}
	d.emit(chat.PartDone{Part: chat.Text{Phase: it.Phase}})
}

func (d *openaiDecoder) reasoning(place int, it *openaiItem, raw json.RawMessage) {
	for i, c := range it.Summary {
		d.again(openaiPlace{place, saysSummary, i}, c.Text)
	}
	for i, c := range it.Content {
		d.again(openaiPlace{place, saysReasoning, i}, c.Text)
	}
	if _, ok := d.thought[place]; ok {
		d.emit(chat.PartDone{Part: chat.Reasoning{}})
	}
	if it.Encrypted != "" {
		d.emit(chat.PartDone{Part: chat.Opaque{Kind: "reasoning", Data: raw}})
	}
}

func (d *openaiDecoder) image(it *openaiItem) {
	data, err := base64.StdEncoding.DecodeString(it.Result)
	if err != nil || len(data) == 0 {
		return
	}
	d.images++
	d.emit(chat.PartDone{Part: madeImage(d.images, "image/"+first(it.Format, "png"), data)})
}
