package snippet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// A value is a piece of a request: nil, a bool, a json.Number, a string, a
// list, an object, a code, or a joined text.
type value any

type list []value

// An object keeps its fields in their order.
type object []field

type field struct {
	key   string
	value value
	note  string // a comment on a line of its own before it, or ""
}

// A code is an expression of the program's language.
type code string

// A joined text is made of strings and codes, one behind the other.
type joined []value

// parse reads a JSON document.
func parse(data []byte) (value, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := next(d)
	if err != nil {
		return nil, fmt.Errorf("reading JSON: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("reading JSON: there is more behind the document")
	}
	return v, nil
}

func next(d *json.Decoder) (value, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('['):
		l := list{}
		for d.More() {
			v, err := next(d)
			if err != nil {
				return nil, err
			}
			l = append(l, v)
		}
		_, err = d.Token()
		return l, err
	case json.Delim('{'):
		o := object{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := next(d)
			if err != nil {
				return nil, err
			}
			o = append(o, field{key: key.(string), value: v})
		}
		_, err = d.Token()
		return o, err
	}
	return t, nil
}

// get is the field's value, nil when there is none.
func (o object) get(key string) value {
	for _, f := range o {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

func (o object) text(key string) string {
	s, _ := o.get(key).(string)
	return s
}

func (o object) object(key string) object {
	inner, _ := o.get(key).(object)
	return inner
}

func (o object) list(key string) list {
	l, _ := o.get(key).(list)
	return l
}

// with is the object with the field, in its old place or at the end.
func (o object) with(key string, v value) object {
	o = slices.Clone(o)
	for i := range o {
		if o[i].key == key {
			o[i].value = v
			return o
		}
	}
	return append(o, field{key: key, value: v})
}

// without is the object less the fields.
func (o object) without(keys ...string) object {
	return slices.DeleteFunc(slices.Clone(o), func(f field) bool { return slices.Contains(keys, f.key) })
}

// strip is the object less what the path leads to, and less the objects on the
// way that hold nothing else.
func (o object) strip(path []string) object {
	inner, isObject := o.get(path[0]).(object)
	if len(path) == 1 || !isObject {
		if len(path) > 1 {
			return o
		}
		return o.without(path[0])
	}
	if inner = inner.strip(path[1:]); len(inner) > 0 {
		return o.with(path[0], inner)
	}
	return o.without(path[0])
}

// each is the value with every string in it changed, keys apart.
func each(v value, change func(string) value) value {
	switch v := v.(type) {
	case string:
		return change(v)
	case list:
		l := make(list, len(v))
		for i := range v {
			l[i] = each(v[i], change)
		}
		return l
	case object:
		o := slices.Clone(v)
		for i := range o {
			o[i].value = each(o[i].value, change)
		}
		return o
	}
	return v
}
