package program

import (
	"encoding/json"
	"io"
)

// PrintJSON writes a value on a line of its own.
func (p *Program) PrintJSON(v any) error { return EncodeJSON(p.Out, v) }

// EncodeJSON writes a value as JSON on a line of its own.
func EncodeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// OrNull is nil for "", which JSON writes as null.
func OrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
