package client

import (
	"encoding/json"
	"strconv"
	"strings"
)

// geminiArgs collects the arguments of a call that arrive in pieces, as Vertex
// sends them when asked to: each piece says where in the arguments it belongs,
// and a string may go on in the next.
type geminiArgs struct {
	id, name, signature string
	args                any
	open                string // the path of the string that goes on
}

type geminiArg struct {
	Path   string          `json:"jsonPath"`
	Text   *string         `json:"stringValue"`
	Number json.RawMessage `json:"numberValue"`
	Bool   *bool           `json:"boolValue"`
	More   bool            `json:"willContinue"`
}

func (a *geminiArgs) add(c *geminiCallPiece, signature string) {
	a.id = first(a.id, c.ID)
	a.name = first(a.name, c.Name)
	a.signature = first(a.signature, signature)
	var whole map[string]any
	if json.Unmarshal(c.Args, &whole) == nil && a.args == nil && whole != nil {
		a.args = whole
	}
	for _, p := range c.Partial {
		path, ok := jsonPath(p.Path)
		if !ok {
			continue
		}
		goesOn := a.open == p.Path
		a.open = ""
		if p.More {
			a.open = p.Path
		}
		a.args = put(a.args, path, p.value(), goesOn)
	}
}

func (p geminiArg) value() any {
	switch {
	case p.Text != nil:
		return *p.Text
	case len(p.Number) > 0 && string(p.Number) != "null":
		return p.Number
	case p.Bool != nil:
		return *p.Bool
	}
	return nil
}

func (a *geminiArgs) json() json.RawMessage {
	if a.args == nil {
		return nil
	}
	return reencoded(a.args, nil)
}

// put sets the value at the path below v, which it makes where it is missing,
// and gives v back. A string that goes on is added to the one that is there.
func put(v any, path []any, value any, goesOn bool) any {
	if len(path) == 0 {
		if s, ok := v.(string); ok && goesOn {
			more, _ := value.(string)
			return s + more
		}
		return value
	}
	switch key := path[0].(type) {
	case string:
		object, ok := v.(map[string]any)
		if !ok {
			object = map[string]any{}
		}
		object[key] = put(object[key], path[1:], value, goesOn)
		return object
	case int:
		list, _ := v.([]any)
		for len(list) <= key {
			list = append(list, nil)
		}
		list[key] = put(list[key], path[1:], value, goesOn)
		return list
	}
	return v
}

// jsonPath reads the paths that Google sends, $.name, $.list[2].name and
// $['a name'], as the names and indexes they lead through.
func jsonPath(s string) (path []any, ok bool) {
	s, ok = strings.CutPrefix(s, "$")
	for ok && s != "" {
		var key any
		if key, s, ok = jsonPathStep(s); ok {
			path = append(path, key)
		}
	}
	return path, ok && len(path) > 0
}

const maxIndex = 1000 // an index beyond it is no argument but a mistake

func jsonPathStep(s string) (key any, rest string, ok bool) {
	if name, ok := strings.CutPrefix(s, "."); ok {
		n := strings.IndexAny(name, ".[")
		if n < 0 {
			n = len(name)
		}
		return name[:n], name[n:], n > 0
	}
	for _, quote := range []string{"'", `"`} {
		if name, found := strings.CutPrefix(s, "["+quote); found {
			name, rest, ok = strings.Cut(name, quote+"]")
			return name, rest, ok
		}
	}
	index, rest, ok := strings.Cut(strings.TrimPrefix(s, "["), "]")
	i, err := strconv.Atoi(index)
	return i, rest, ok && strings.HasPrefix(s, "[") && err == nil && i >= 0 && i <= maxIndex
}
