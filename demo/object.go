package demo

import "strings"

// object is a JSON object as it was sent, so that a check can tell a field
// that is absent from one that is null.
type object map[string]any

func (o object) has(key string) bool { _, ok := o[key]; return ok }

func (o object) str(key string) string { s, _ := o[key].(string); return s }

func (o object) flag(key string) bool { b, _ := o[key].(bool); return b }

func (o object) num(key string) (float64, bool) { n, ok := o[key].(float64); return n, ok }

func (o object) whole(key string) int { n, _ := o.num(key); return int(n) }

func (o object) list(key string) []any { l, _ := o[key].([]any); return l }

func (o object) obj(key string) object { return asObject(o[key]) }

// objs are the members of a list that are objects; the others are nil.
func (o object) objs(key string) []object { return asObjects(o[key]) }

// joined is a string, or the texts of a list of parts.
func (o object) joined(key string) string {
	var b strings.Builder
	b.WriteString(o.str(key))
	for _, p := range o.objs(key) {
		b.WriteString(p.str("text"))
	}
	return b.String()
}

// strs is a string, or a list of them, as a list.
func (o object) strs(key string) []string {
	if s, ok := o[key].(string); ok {
		return []string{s}
	}
	var all []string
	for _, v := range o.list(key) {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// either is the first of two spellings of a field that is there.
func (o object) either(camel, snake string) object {
	if o.has(camel) {
		return o.obj(camel)
	}
	return o.obj(snake)
}

func asObject(v any) object {
	m, _ := v.(map[string]any)
	return m
}

func asObjects(v any) []object {
	l, _ := v.([]any)
	all := make([]object, len(l))
	for i := range l {
		all[i] = asObject(l[i])
	}
	return all
}

// holds reports whether key is used anywhere within v.
func holds(v any, key string) bool {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if k == key || holds(inner, key) {
				return true
			}
		}
	case []any:
		for _, inner := range v {
			if holds(inner, key) {
				return true
			}
		}
	}
	return false
}
