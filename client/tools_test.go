package client

import (
	"encoding/json"
	"testing"
)

func TestCleanSchemaDropsTheKeyThatVendorsRefuse(t *testing.T) {
	got := cleanSchema(json.RawMessage(`{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
		"properties":{"n":{"$schema":"x","type":"integer","maximum":9007199254740993}},"anyOf":[{"$schema":"y","a":1},2]}`))
	want := `{"anyOf":[{"a":1},2],"properties":{"n":{"maximum":9007199254740993,"type":"integer"}},"type":"object"}`
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCleanSchemaLeavesTheRestByteForByte(t *testing.T) {
	for _, s := range []string{`{"type": "object", "a":1}`, `{"enum":["$schema"]}`, `{`, ``} {
		if got := cleanSchema(json.RawMessage(s)); string(got) != s {
			t.Errorf("got %s, want %s", got, s)
		}
	}
}
