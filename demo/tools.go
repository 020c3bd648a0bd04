package demo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// toolWords are the words of a prompt that have tools called.
var toolWords = []string{"tool", "tools", "loop", "badargs"}

// useTools is what an answer to the last turn does with tools: it calls some, or
// tells what came of those before. nil: tools have nothing to do with it.
func useTools(r *request) []part {
	_, rounds := r.question()
	step, t := len(rounds), r.troubles
	switch {
	case t.has("refuse"), t.has("empty"):
		return nil
	case t.has("loop"):
		return calls(r, "Let me look again.", useTool(r, step, step))
	case t.has("badargs") && step == 0:
		c := useTool(r, 0, 0)
		c.args = `{"wrong":true}`
		return calls(r, "Let me look that up.", c)
	case t.has("badargs") && step == 1:
		return calls(r, "That was wrong. Let me mend it.", useTool(r, 0, 0))
	case t.has("tool") && step == 0:
		return calls(r, "Let me look that up.", namedTool(r, t.arg("tool")))
	case t.has("tools") && step == 0:
		n, _ := strconv.Atoi(t.arg("tools"))
		var list []call
		for i := range min(max(n, 1), 32) {
			list = append(list, useTool(r, i%max(len(r.tools), 1), i))
		}
		return calls(r, "Let me look all of that up.", list...)
	}
	if !slices.ContainsFunc(toolWords, t.has) {
		if parts := lookUp(r, rounds); parts != nil {
			return parts
		}
	}
	if step > 0 && len(r.last().results) > 0 {
		return []part{{text: reportResults(r.last())}}
	}
	return nil
}

// calls is an answer that calls, each call with an id of its own.
func calls(r *request, words string, list ...call) []part {
	parts := []part{{text: words}}
	for i, c := range list {
		c.id = r.id("call_", i)
		parts = append(parts, part{kind: toolCall, call: c, nth: i})
	}
	return parts
}

// useTool calls the n-th tool that was declared, or one nobody declared, for the
// i-th time: with other arguments each time, where they can be others.
func useTool(r *request, n, i int) call {
	if len(r.tools) == 0 {
		return call{name: "get_weather", args: `{"location":"` + []string{"Florence, Italy", "Kyoto, Japan", "Lima, Peru"}[i%3] + `"}`}
	}
	t := r.tools[n%len(r.tools)]
	at, _ := r.question()
	return call{name: t.name, args: string(marshal(example(t.schema, "", strings.Join(r.turns[at].texts, " "), i)))}
}

// namedTool calls a tool as a prompt says: "", its name, or that and arguments.
func namedTool(r *request, says string) call {
	name, args, _ := strings.Cut(says, " ")
	if json.Valid([]byte(args)) {
		return call{name: name, args: args}
	}
	i := slices.IndexFunc(r.tools, func(t tool) bool { return t.name == name })
	return useTool(r, max(i, 0), 0)
}

// example is a value that fits a JSON schema, the n-th of several.
func example(schema object, name, prompt string, n int) any {
	if values := schema.list("enum"); len(values) > 0 {
		return values[n%len(values)]
	}
	kinds := schema.strs("type")
	kind := ""
	if len(kinds) > 0 {
		kind = strings.ToLower(kinds[0])
	}
	switch kind {
	case "integer":
		return 3 + n
	case "number":
		return 1.5 + float64(n)
	case "boolean":
		return n%2 == 0
	case "array":
		return []any{example(schema.obj("items"), name, prompt, n)}
	case "string":
		return word(name, prompt, n)
	}
	o := object{}
	required := schema.strs("required")
	for k, v := range schema.obj("properties") {
		if len(required) == 0 || slices.Contains(required, k) {
			o[k] = example(asObject(v), k, prompt, n)
		}
	}
	return o
}

// word is a plausible string for a parameter of this name.
func word(name, prompt string, n int) string {
	low := strings.ToLower(name)
	switch {
	case strings.Contains(low, "sql"):
		return "SELECT " + strconv.Itoa(n+1)
	case strings.Contains(low, "city"), strings.Contains(low, "location"):
		return []string{"Florence, Italy", "Kyoto, Japan", "Lima, Peru"}[n%3]
	case n > 0:
		return subject(prompt) + " " + strconv.Itoa(n+1)
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
		text := strings.TrimSpace(res.text)
		if !strings.Contains(text, "\n") {
			fmt.Fprintf(&b, "- **%s**: %s\n", name, text)
			continue
		}
		fmt.Fprintf(&b, "- **%s**:\n\n  ```\n  %s\n  ```\n", name, strings.ReplaceAll(text, "\n", "\n  "))
	}
	return b.String()
}
