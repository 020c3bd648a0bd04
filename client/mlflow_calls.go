package client

import (
	"encoding/json"
	"slices"
	"strings"
)

// A mlflowCall is a tool call that grows.
type mlflowCall struct {
	index     int
	id, name  string
	arguments strings.Builder
	signature string
}

type mlflowCallDelta struct {
	Index    *place `json:"index"`
	ID       string `json:"id"`
	Function struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"` // a string, or null
	} `json:"function"`
	ThoughtSignature string          `json:"thoughtSignature"` // Databricks' form of Gemini's seal
	ExtraContent     json.RawMessage `json:"extra_content"`    // Google's own
}

// call adds to the tool call that the delta means.
func (d *mlflowDecoder) call(delta mlflowCallDelta) {
	c := d.callFor(delta)
	c.id = first(c.id, delta.ID)
	c.name = first(c.name, delta.Function.Name)
	c.signature = first(c.signature, delta.ThoughtSignature)
	if a := delta.Function.Arguments; len(a) > 0 && a[0] == '{' {
		c.arguments.Write(a)
	} else {
		c.arguments.WriteString(text(a))
	}
	if x := delta.ExtraContent; len(x) > 0 && x[0] == '{' {
		c.signature = string(x)
	}
}

// callFor finds the call by its index, or by its id when it has none. Some
// servers give every call the same index: there a new id with a name is a new
// call. Others make up an id for each delta: those have no name.
func (d *mlflowDecoder) callFor(delta mlflowCallDelta) *mlflowCall {
	goesOn := delta.ID == "" || delta.Function.Name == ""
	for _, c := range slices.Backward(d.calls) {
		if delta.Index == nil && c.id == delta.ID && c.id != "" {
			return c
		}
		if delta.Index != nil && c.index == int(*delta.Index) && (goesOn || c.id == "" || c.id == delta.ID) {
			return c
		}
	}
	if n := len(d.calls); n > 0 && delta.Index == nil && delta.Function.Name == "" {
		return d.calls[n-1]
	}
	c := &mlflowCall{index: len(d.calls)}
	if delta.Index != nil {
		c.index = int(*delta.Index)
	}
	d.calls = append(d.calls, c)
	return c
}
