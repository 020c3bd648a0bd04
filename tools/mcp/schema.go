package mcp

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// fit makes a schema of arguments one that every vendor takes: an object at the
// top without alternatives, no references, and the keywords that Gemini knows.
// Loosened says that it lets more pass than the server's own.
func fit(schema any) (fitted json.RawMessage, loosened bool) {
	root, _ := schema.(map[string]any)
	f := fitter{root: root}
	top := f.object(f.schema(root, 0))
	data, err := json.Marshal(top)
	if err != nil {
		return json.RawMessage(`{"properties":{},"type":"object"}`), true
	}
	return data, f.loosened
}

type fitter struct {
	root     map[string]any
	open     []string // the references that are being followed
	nodes    int
	loosened bool
}

const (
	schemaNodes = 5000 // of a schema with its references written out
	schemaDepth = 40
)

// kept are the keywords that stay as they are.
var kept = []string{
	"type", "title", "format", "enum", "default", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
	"minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "required",
}

// conditions are the keywords that go, and mean something.
var conditions = []string{
	"not", "if", "then", "else", "dependentSchemas", "dependentRequired", "dependencies", "patternProperties", "propertyNames",
	"contains", "minContains", "maxContains", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef",
}

func (f *fitter) schema(v any, depth int) map[string]any {
	f.nodes++
	in, ok := v.(map[string]any)
	if !ok || f.nodes > schemaNodes || depth > schemaDepth {
		f.loosened = f.loosened || v != true
		return map[string]any{}
	}
	if ref, ok := in["$ref"].(string); ok {
		return f.reference(ref, in, depth)
	}
	out := map[string]any{}
	for _, k := range kept {
		if v, ok := in[k]; ok {
			out[k] = v
		}
	}
	if text, ok := in["description"].(string); ok {
		out["description"] = shorten(visible(text), descriptionLimit)
	}
	if c, ok := in["const"]; ok {
		out["enum"] = []any{c}
	}
	for _, k := range conditions {
		if _, ok := in[k]; ok {
			f.loosened = true
		}
	}
	f.nest(in, out, depth)
	f.tidy(out)
	return out
}

// nest takes over the schemas in a schema.
func (f *fitter) nest(in, out map[string]any, depth int) {
	if properties, ok := in["properties"].(map[string]any); ok {
		fitted := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			fitted[name] = f.schema(properties[name], depth+1)
		}
		out["properties"] = fitted
	}
	switch items := in["items"].(type) {
	case []any: // as it was written before prefixItems
		out["prefixItems"] = f.list(items, depth)
	case nil:
	default:
		out["items"] = f.schema(items, depth+1)
	}
	switch more := in["additionalProperties"].(type) {
	case bool:
		out["additionalProperties"] = more
	case map[string]any:
		out["additionalProperties"] = f.schema(more, depth+1)
	}
	for _, k := range []string{"prefixItems", "anyOf", "oneOf"} {
		if list, ok := in[k].([]any); ok && len(list) > 0 {
			out[k] = f.list(list, depth)
		}
	}
	if all, ok := in["allOf"].([]any); ok {
		for _, s := range all {
			f.merge(out, f.schema(s, depth+1))
		}
	}
}

func (f *fitter) list(schemas []any, depth int) []any {
	out := make([]any, len(schemas))
	for i, s := range schemas {
		out[i] = f.schema(s, depth+1)
	}
	return out
}

// merge makes out what both it and more ask for, as far as that is one schema.
func (f *fitter) merge(out, more map[string]any) {
	for _, k := range slices.Sorted(maps.Keys(more)) {
		old, both := out[k]
		switch {
		case !both:
			out[k] = more[k]
		case k == "properties":
			have, _ := old.(map[string]any)
			want, _ := more[k].(map[string]any)
			for name, s := range want {
				if _, ok := have[name]; !ok {
					have[name] = s
				}
			}
		case k == "required":
			a, _ := old.([]any)
			b, _ := more[k].([]any)
			out[k] = append(slices.Clone(a), b...)
		case k != "description" && k != "title" && !same(old, more[k]):
			f.loosened = true
		}
	}
}

func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// reference writes out what ref means. One that leads to itself or out of the
// schema means anything.
func (f *fitter) reference(ref string, in map[string]any, depth int) map[string]any {
	target, ok := f.lookup(ref)
	if !ok || slices.Contains(f.open, ref) {
		f.loosened = true
		target = map[string]any{}
	}
	f.open = append(f.open, ref)
	out := f.schema(target, depth+1)
	f.open = f.open[:len(f.open)-1]
	beside := maps.Clone(in)
	delete(beside, "$ref")
	maps.Copy(out, f.schema(beside, depth+1))
	return out
}

func (f *fitter) lookup(ref string) (any, bool) {
	pointer, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return nil, false
	}
	var at any = f.root
	for _, step := range strings.Split(pointer, "/")[1:] {
		step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		switch v := at.(type) {
		case map[string]any:
			at, ok = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			ok = err == nil && i >= 0 && i < len(v)
			if ok {
				at = v[i]
			}
		default:
			ok = false
		}
		if !ok {
			return nil, false
		}
	}
	return at, pointer == "" || strings.HasPrefix(pointer, "/")
}

var types = []string{"object", "array", "string", "number", "integer", "boolean", "null"}

// tidy mends keywords with values that make no schema.
func (f *fitter) tidy(out map[string]any) {
	isType := func(v any) bool { s, ok := v.(string); return ok && slices.Contains(types, s) }
	list, isList := out["type"].([]any)
	notType := func(v any) bool { return !isType(v) }
	if t, ok := out["type"]; ok && !isType(t) && (!isList || len(list) == 0 || slices.ContainsFunc(list, notType)) {
		delete(out, "type")
		f.loosened = true
	}
	if r, ok := out["required"]; ok {
		list, _ := r.([]any)
		var names []any
		for _, v := range list {
			if s, ok := v.(string); ok && !slices.Contains(names, any(s)) {
				names = append(names, s)
			}
		}
		out["required"] = names
		if names == nil {
			delete(out, "required")
		}
	}
	if e, ok := out["enum"].([]any); !ok || len(e) == 0 {
		delete(out, "enum")
	}
}

// isPropertyName reports whether Claude takes the name of an argument.
func isPropertyName(name string) bool {
	return name != "" && len(name) <= nameLimit && isMadeOf(name, "_.-")
}

// object makes the schema at the top one of an object without alternatives: of
// those, all arguments can be given and none has to be.
func (f *fitter) object(top map[string]any) map[string]any {
	properties, _ := top["properties"].(map[string]any)
	if properties == nil {
		properties = map[string]any{}
	}
	for _, k := range []string{"anyOf", "oneOf"} {
		list, _ := top[k].([]any)
		for _, s := range list {
			f.loosened = true
			alternative, _ := s.(map[string]any)["properties"].(map[string]any)
			for name, p := range alternative {
				if _, ok := properties[name]; !ok {
					properties[name] = p
				}
			}
		}
		delete(top, k)
	}
	if t, ok := top["type"]; ok && t != "object" {
		f.loosened = true
	}
	delete(top, "enum")
	for name := range properties {
		if !isPropertyName(name) {
			delete(properties, name)
			f.loosened = true
		}
	}
	if list, ok := top["required"].([]any); ok {
		list = slices.DeleteFunc(slices.Clone(list), func(v any) bool { _, ok := properties[v.(string)]; return !ok })
		top["required"] = list
		if len(list) == 0 {
			delete(top, "required")
		}
	}
	top["type"], top["properties"] = "object", properties
	return top
}
