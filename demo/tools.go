package demo

import (
	"fmt"
	"slices"
	"strings"
)

// useTool calls the first tool that was declared, or one nobody declared.
func useTool(r *request) call {
	id := r.id("call_", 0)
	if len(r.tools) == 0 {
		return call{id: id, name: "get_weather", args: `{"location":"Florence, Italy"}`}
	}
	t := r.tools[0]
	return call{id: id, name: t.name, args: string(marshal(example(t.schema, "", r.prompt())))}
}

// example is a value that fits a JSON schema.
func example(schema object, name, prompt string) any {
	if values := schema.list("enum"); len(values) > 0 {
		return values[0]
	}
	kinds := schema.strs("type")
	kind := ""
	if len(kinds) > 0 {
		kind = strings.ToLower(kinds[0])
	}
	switch kind {
	case "integer":
		return 3
	case "number":
		return 1.5
	case "boolean":
		return true
	case "array":
		return []any{example(schema.obj("items"), name, prompt)}
	case "string":
		return word(name, prompt)
	}
	o := object{}
	required := schema.strs("required")
	for k, v := range schema.obj("properties") {
		if len(required) == 0 || slices.Contains(required, k) {
			o[k] = example(asObject(v), k, prompt)
		}
	}
	return o
}

// word is a plausible string for a parameter of this name.
func word(name, prompt string) string {
	low := strings.ToLower(name)
	switch {
	case strings.Contains(low, "sql"):
		return "SELECT 1"
	case strings.Contains(low, "city"), strings.Contains(low, "location"):
		return "Florence, Italy"
	}
	return subject(prompt)
}

// reportResults answers with what the tools gave.
func reportResults(t turn) string {
	var b strings.Builder
	b.WriteString("Here is what came back:\n\n")
	for _, res := range t.results {
		name := res.name
		if name == "" {
			name = "the tool"
		}
		fmt.Fprintf(&b, "- **%s**: %s\n", name, strings.TrimSpace(res.text))
	}
	return b.String()
}
