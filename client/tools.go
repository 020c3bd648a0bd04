package client

import (
	"bytes"
	"encoding/json"

	"neonchat/chat"
)

// toolSchema is the schema of the tool's arguments as it is sent.
func toolSchema(t chat.Tool) json.RawMessage {
	if len(t.Schema) == 0 {
		return json.RawMessage(`{"type":"object","properties":{}}`)
	}
	return cleanSchema(t.Schema)
}

// cleanSchema gives a tool's schema as the gateway takes it: without the key
// "$schema" at any depth, which the vendors behind it refuse. A schema without
// that key comes back byte for byte.
func cleanSchema(schema json.RawMessage) json.RawMessage {
	if !bytes.Contains(schema, []byte("$schema")) {
		return schema
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(schema, &object) == nil {
		delete(object, "$schema")
		for k, v := range object {
			object[k] = cleanSchema(v)
		}
		return reencoded(object, schema)
	}
	var list []json.RawMessage
	if json.Unmarshal(schema, &list) == nil {
		for i, v := range list {
			list[i] = cleanSchema(v)
		}
		return reencoded(list, schema)
	}
	return schema
}

// reencoded is v as JSON, or what v was read from if that can't be.
func reencoded(v any, from json.RawMessage) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return from
	}
	return b
}
