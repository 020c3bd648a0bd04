package mcp

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestSchemasFitEveryVendor(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		loosened       bool
	}{
		{"nothing", `null`, `{"properties":{},"type":"object"}`, false},
		{"no arguments", `{"type":"object"}`, `{"properties":{},"type":"object"}`, false},
		{
			"remarks go",
			`{"$schema":"x","$id":"y","type":"object","properties":{"a":{"type":"string","examples":["b"],"x-ui":1}}}`,
			`{"properties":{"a":{"type":"string"}},"type":"object"}`, false,
		},
		{
			"a property may be called $schema or not",
			`{"type":"object","properties":{"not":{"type":"string"},"$schema":{}},"required":["not","$schema"]}`,
			`{"properties":{"not":{"type":"string"}},"required":["not"],"type":"object"}`, true,
		},
		{
			"references are written out",
			`{"type":"object","properties":{"a":{"$ref":"#/$defs/A","description":"mine"}},"$defs":{"A":{"type":"string","description":"its","enum":["x"]}}}`,
			`{"properties":{"a":{"description":"mine","enum":["x"],"type":"string"}},"type":"object"}`, false,
		},
		{
			"one that leads to itself means anything",
			`{"type":"object","properties":{"a":{"$ref":"#/$defs/N"}},"$defs":{"N":{"type":"object","properties":{"next":{"$ref":"#/$defs/N"}}}}}`,
			`{"properties":{"a":{"properties":{"next":{}},"type":"object"}},"type":"object"}`, true,
		},
		{
			"one that leads out is followed nowhere",
			`{"type":"object","properties":{"a":{"$ref":"https://x.test/a.json"}}}`,
			`{"properties":{"a":{}},"type":"object"}`, true,
		},
		{
			"const is an enum of one, and pydantic's allOf of one is what is in it",
			`{"type":"object","properties":{"a":{"const":1},"b":{"allOf":[{"type":"string"}],"default":"x"}}}`,
			`{"properties":{"a":{"enum":[1]},"b":{"default":"x","type":"string"}},"type":"object"}`, false,
		},
		{
			"alternatives at the top are arguments that can be given",
			`{"type":"object","properties":{"a":{}},"required":["a"],"anyOf":[{"properties":{"b":{"type":"string"}},"required":["b"]},{"properties":{"c":{}}}]}`,
			`{"properties":{"a":{},"b":{"type":"string"},"c":{}},"required":["a"],"type":"object"}`, true,
		},
		{
			"conditions go",
			`{"type":"object","properties":{"a":{"not":{"type":"null"}}},"if":{},"then":{}}`,
			`{"properties":{"a":{}},"type":"object"}`, true,
		},
		{
			"what is no schema goes",
			`{"type":"object","properties":{"a":{"type":"text"},"b":true,"c":{"type":["string","null"]},"d":7,"e":{"enum":[]},"f":{"required":[1]}}}`,
			`{"properties":{"a":{},"b":{},"c":{"type":["string","null"]},"d":{},"e":{},"f":{}},"type":"object"}`, true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var in any
			if err := json.Unmarshal([]byte(c.in), &in); err != nil {
				t.Fatal(err)
			}
			got, loosened := fit(in)
			if string(got) != c.want || loosened != c.loosened {
				t.Errorf("got  %s (loosened %v)\nwant %s (loosened %v)", got, loosened, c.want, c.loosened)
			}
		})
	}
}

// A reference to two references to four … fits into a few lines.
func TestASchemaDoesNotExplode(t *testing.T) {
	defs := map[string]any{"d0": map[string]any{"type": "string"}}
	for i := range 40 {
		ref := map[string]any{"$ref": "#/$defs/d" + string(rune('0'+i))}
		defs["d"+string(rune('0'+i+1))] = map[string]any{"properties": map[string]any{"a": ref, "b": ref}}
	}
	got, loosened := fit(map[string]any{"$defs": defs, "$ref": "#/$defs/d" + string(rune('0'+40))})
	if !loosened || len(got) > 1<<20 {
		t.Errorf("got %d bytes", len(got))
	}
}

func FuzzFit(f *testing.F) {
	f.Add(`{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"allOf":[{"properties":{"x":{}}},{"properties":{"x":true}}]}}}`)
	f.Add(`{"anyOf":[{"properties":{"a":{}}}],"required":["a",1],"items":[{}],"$ref":"#"}`)
	f.Fuzz(func(t *testing.T, in string) {
		var v any
		if json.Unmarshal([]byte(in), &v) != nil {
			return
		}
		got, _ := fit(v)
		var top struct {
			Type       string
			Properties map[string]any
		}
		if err := json.Unmarshal(got, &top); err != nil || top.Type != "object" || top.Properties == nil {
			t.Errorf("got %s", got)
		}
		if strings.Contains(string(got), `"$ref":"`) && !strings.Contains(in, `\`) && !strings.Contains(in, "default") && !strings.Contains(in, "enum") && !strings.Contains(in, "const") {
			t.Errorf("a reference is left: %s", got)
		}
	})
}
