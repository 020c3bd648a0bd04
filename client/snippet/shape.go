package snippet

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"neonchat/chat"
)

// shapeOpenAI marks what the types of the SDK don't know.
func shapeOpenAI(p *page) error {
	for i, f := range p.Call {
		if f.key == "thinking" {
			p.Call[i].note = "@ts-expect-error Claude's own parameter, which the SDK's types don't have"
		}
	}
	return nil
}

// shapeResponses adds what the types of the SDK ask for.
func shapeResponses(p *page) error {
	for _, v := range p.Call.list("input") {
		for i, part := range v.(object).list("content") {
			if part := part.(object); part.text("type") == "input_image" {
				v.(object).list("content")[i] = part.with("detail", "auto")
			}
		}
	}
	return nil
}

// longest is how many tokens Anthropic's SDKs wait for without a stream: more could
// take longer than a connection lasts.
const longest = 21_000

// shapeAnthropic keeps the limit that nobody asked for short enough for an answer
// that comes whole. A longer one is streamed all the same.
func shapeAnthropic(p *page) error {
	limit, _ := strconv.Atoi(fmt.Sprint(p.Call.get("max_tokens")))
	if p.request.MaxTokens == 0 && p.Call.get("thinking") == nil && limit > 16_000 {
		limit = 16_000
		p.Call = p.Call.with("max_tokens", json.Number("16000"))
	}
	p.Long = limit > longest
	return nil
}

// shapePython puts what the SDK doesn't know into the body by another way.
func shapePython(p *page) error {
	if thinking := p.Call.get("thinking"); thinking != nil && p.Dialect == chat.MLflow {
		p.Call = p.Call.without("thinking").with("extra_body", object{{key: "thinking", value: thinking}})
	}
	return nil
}

// shapeGenAI makes of the body what generateContent is given.
func shapeGenAI(p *page) error {
	p.genAI()
	c := p.Call.object("config")
	if t := c.object("thinkingConfig"); t != nil {
		if level := t.text("thinkingLevel"); level != "" {
			p.Level = true
			c = c.with("thinkingConfig", t.with("thinkingLevel", code("ThinkingLevel."+level)))
		}
	}
	if len(c) > 0 {
		p.Call = p.Call.with("config", c)
	}
	return nil
}

// genAI has the parameters in Google's SDKs' order: everything but the
// conversation is in a config.
func (p *page) genAI() {
	var config object
	if parts := p.Call.object("systemInstruction").list("parts"); len(parts) == 1 {
		config = config.with("systemInstruction", parts[0].(object).get("text"))
	}
	config = append(config, p.Call.object("generationConfig")...)
	if tools := p.Call.list("tools"); tools != nil {
		config = config.with("tools", tools)
	}
	contents := value(p.Call.list("contents"))
	if text, ok := aloneInParts(p.Call.list("contents")); ok && len(p.Tools) == 0 {
		contents = text
	}
	p.Call = object{{key: "model", value: p.Model}, {key: "contents", value: contents}}
	if len(config) > 0 {
		p.Call = p.Call.with("config", config)
	}
}

func aloneInParts(contents list) (string, bool) {
	if len(contents) != 1 {
		return "", false
	}
	parts := contents[0].(object).list("parts")
	if len(parts) != 1 {
		return "", false
	}
	part, _ := parts[0].(object)
	text, ok := part.get("text").(string)
	return text, ok && len(part) == 1
}

// shapePythonGenAI has the same in Python's names. A picture is its bytes there.
func shapePythonGenAI(p *page) error {
	p.genAI()
	p.Call, _ = p.snake(p.Call).(object)
	return nil
}

// snake has the names of fields in Python's form, those of a schema and of a
// call's arguments apart, which are the user's own.
func (p *page) snake(v value) value {
	switch v := v.(type) {
	case list:
		l := make(list, len(v))
		for i := range v {
			l[i] = p.snake(v[i])
		}
		return l
	case object:
		var o object
		for _, f := range v {
			key := snaked(f.key)
			inner := f.value
			switch f.key {
			case "parametersJsonSchema", "args", "response":
			default:
				inner = p.snake(inner)
			}
			if data, ok := inner.(string); ok && f.key == "data" {
				inner = p.bytes(data)
			}
			o = append(o, field{key: key, value: inner})
		}
		return o
	}
	return v
}

// bytes is an expression of what is written in base64.
func (p *page) bytes(data string) code {
	for _, f := range p.Files {
		if f.mark == data {
			f.Raw, f.used = true, true
			return f.Use
		}
	}
	p.decodes = true
	return code("base64.b64decode(" + pyText(data) + ")")
}

func snaked(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
