package snippet

import (
	"encoding/json"
	"fmt"
	"strings"

	"neonchat/chat"
	"neonchat/client"
)

// talk is the conversation as mlflow has it, which every framework's is near to.
func (p *page) talk() (list, error) {
	r := p.request
	r.Model.Dialect = chat.MLflow
	e, err := client.Encode(r)
	if err != nil {
		return nil, err
	}
	body, err := objectOf(e.Body)
	if err != nil {
		return nil, err
	}
	messages := body.list("messages")
	if p.Instructions = r.System; r.System != "" {
		messages = messages[1:]
	}
	return messages, nil
}

// settings are the parameters that the frameworks know by names of their own.
func (p *page) settings(temperature, limit string) object {
	var o object
	config := p.Call
	if p.Dialect == chat.Gemini {
		config = p.Call.object("generationConfig")
	}
	if t := config.get("temperature"); t != nil {
		o = o.with(temperature, t)
	}
	if p.request.MaxTokens == 0 {
		return o // Claude's own limit isn't what anybody asked for
	}
	for _, key := range []string{"max_tokens", "max_output_tokens", "maxOutputTokens"} {
		if n := number(config.get(key)); n != nil {
			o = o.with(limit, n)
		}
	}
	return o
}

// shapeAISDK makes of the body what generateText is given.
func shapeAISDK(p *page) error {
	messages, err := p.talk()
	if err != nil {
		return err
	}
	p.Settings = p.settings("temperature", "maxOutputTokens")
	p.Options = p.providerOptions()
	if text, ok := alone(messages, "content"); ok {
		p.Prompt = text
		return nil
	}
	calls := map[string]string{}
	for _, v := range messages {
		p.Messages = append(p.Messages, p.modelMessage(v.(object), calls))
	}
	return nil
}

// Provider is the AI SDK's name for who speaks the dialect.
func (p *page) Provider() string {
	return map[string]string{chat.MLflow: "neon", chat.OpenAI: "openai", chat.Anthropic: "anthropic", chat.Gemini: "google"}[p.Dialect]
}

// providerOptions are the parameters that a vendor alone knows.
func (p *page) providerOptions() object {
	var o object
	switch p.Dialect {
	case chat.MLflow:
		if e := p.Call.text("reasoning_effort"); e != "" {
			o = o.with("reasoningEffort", e)
		}
		if t := p.Call.get("thinking"); t != nil {
			o = o.with("thinking", t)
		}
	case chat.OpenAI:
		o = o.with("store", false)
		if e := p.Call.object("reasoning").text("effort"); e != "" {
			o = o.with("reasoningEffort", e)
		}
	case chat.Anthropic:
		if t := p.Call.object("thinking"); t != nil {
			thinking := object{{key: "type", value: t.text("type")}}
			if n := number(t.get("budget_tokens")); n != nil {
				thinking = thinking.with("budgetTokens", n)
			}
			o = o.with("thinking", thinking)
		}
		if e := p.Call.object("output_config").text("effort"); e != "" {
			o = o.with("effort", e)
		}
		if len(p.Tools) > 0 {
			o = o.with("toolStreaming", false) // the gateway refuses eager_input_streaming
		}
	case chat.Gemini:
		if t := p.Call.object("generationConfig").object("thinkingConfig"); t != nil {
			if level := t.text("thinkingLevel"); level != "" {
				t = t.with("thinkingLevel", strings.ToLower(level))
			}
			o = o.with("thinkingConfig", t)
		}
	}
	if o == nil {
		return nil
	}
	return object{{key: p.Provider(), value: o}}
}

// Ask is what generateText and streamText are given.
func (p *page) Ask() object {
	o := object{{key: "model", value: code(p.Provider() + "(" + jsText(p.Model) + ")")}}
	if p.Instructions != "" {
		o = o.with("instructions", p.Instructions)
	}
	switch {
	case p.Prompt != nil && p.sdk.name == "neon-function":
		o = o.with("prompt", code("prompt"))
	case p.Prompt != nil:
		o = o.with("prompt", p.Prompt)
	default:
		o = o.with("messages", p.Messages)
	}
	o = append(o, p.Settings...)
	if p.Options != nil {
		o = o.with("providerOptions", p.Options)
	}
	return o
}

// Question is what a Mastra agent is asked.
func (p *page) Question() value {
	if p.Prompt != nil {
		return p.Prompt
	}
	return p.Messages
}

// Instance reports whether Mastra has to be given a model of the AI SDK's: its own
// reads no answer in parts, and changes no request.
func (p *page) Instance() bool { return p.Parts || len(p.Tools) > 0 }

// shapeMastra is shapeAISDK, and what else has to be installed.
func shapeMastra(p *page) error {
	if len(p.Tools) > 0 && strings.HasPrefix(p.Model, "gemini-") && !strings.HasPrefix(p.Model, "gemini-2") {
		return &Error{"Mastra loses what " + p.Model + " seals its calls of tools with, and the next step is refused", "take --sdk ai-sdk, or a model of another vendor"}
	}
	if p.Instance() {
		p.Install += " @ai-sdk/openai-compatible@3"
	}
	return shapeAISDK(p)
}

// MastraID is how Mastra names the model.
func (p *page) MastraID() string { return "neon/" + p.Model }

// MastraOptions are what an agent is told beside the question.
func (p *page) MastraOptions() object {
	var o object
	if p.Settings != nil {
		o = o.with("modelSettings", p.Settings)
	}
	if p.Options != nil {
		o = o.with("providerOptions", p.Options)
	}
	if len(p.Tools) > 0 {
		o = o.with("maxSteps", json.Number("5"))
	}
	return o
}

// modelMessage is a message of mlflow's in the AI SDK's form. calls has the names
// of the tools by the ids of their calls.
func (p *page) modelMessage(m object, calls map[string]string) value {
	role := m.text("role")
	if role == "tool" {
		id := m.text("tool_call_id")
		result := object{
			{key: "type", value: "tool-result"}, {key: "toolCallId", value: id}, {key: "toolName", value: calls[id]},
			{key: "output", value: object{{key: "type", value: "text"}, {key: "value", value: m.get("content")}}},
		}
		return object{{key: "role", value: role}, {key: "content", value: list{result}}}
	}
	content, isText := m.get("content").(string)
	asked := m.list("tool_calls")
	if isText && asked == nil {
		return object{{key: "role", value: role}, {key: "content", value: content}}
	}
	var parts list
	if isText {
		parts = append(parts, textPart(content))
	}
	for _, v := range m.list("content") {
		parts = append(parts, aiPart(v.(object)))
	}
	for i, v := range asked {
		call := v.(object)
		calls[call.text("id")] = call.object("function").text("name")
		parts = append(parts, p.toolCall(call, i == 0))
	}
	return object{{key: "role", value: role}, {key: "content", value: parts}}
}

// unsealed stands in for the seal of a call, without which Gemini 3 refuses it.
const unsealed = "skip_thought_signature_validator"

func (p *page) toolCall(call object, first bool) value {
	f := call.object("function")
	input, err := parse([]byte(f.text("arguments")))
	if err != nil {
		input = object{}
	}
	o := object{
		{key: "type", value: "tool-call"}, {key: "toolCallId", value: call.text("id")},
		{key: "toolName", value: f.text("name")}, {key: "input", value: input},
	}
	if p.Dialect == chat.Gemini && first {
		seal := object{{key: "thoughtSignature", value: unsealed}}
		o = o.with("providerOptions", object{{key: "google", value: seal}})
	}
	return o
}

func textPart(text value) value {
	return object{{key: "type", value: "text"}, {key: "text", value: text}}
}

// aiPart is a part of a question in the AI SDK's form.
func aiPart(part object) value {
	switch part.text("type") {
	case "image_url":
		mime, data := dataURL(part.object("image_url").text("url"))
		return object{{key: "type", value: "file"}, {key: "mediaType", value: mime}, {key: "data", value: data}}
	case "file":
		f := part.object("file")
		mime, data := dataURL(f.text("file_data"))
		return object{{key: "type", value: "file"}, {key: "mediaType", value: mime}, {key: "data", value: data}, {key: "filename", value: f.get("filename")}}
	}
	return textPart(part.get("text"))
}

// dataURL takes a data: URL apart.
func dataURL(url string) (mime, data string) {
	head, data, _ := strings.Cut(url, ",")
	return strings.TrimSuffix(strings.TrimPrefix(head, "data:"), ";base64"), data
}

// shapeLangChain makes of the body a chat model's settings and its messages.
func shapeLangChain(p *page) error {
	if p.Parts && p.Stream {
		p.Stream = false
		p.notices = append(p.notices, "LangChain reads no stream of "+p.Model+", whose answers come in parts: the answer comes whole")
	}
	messages, err := p.talk()
	if err != nil {
		return err
	}
	limit := "maxTokens"
	if p.Dialect == chat.Gemini {
		limit = "maxOutputTokens"
	}
	p.Settings = p.settings("temperature", limit)
	p.think()
	if text, ok := alone(messages, "content"); ok && p.Instructions == "" && len(p.Tools) == 0 {
		p.Prompt = text
		return nil
	}
	if p.Instructions != "" {
		p.Messages = append(p.Messages, made("SystemMessage", p.Instructions))
	}
	for _, v := range messages {
		p.Messages = append(p.Messages, p.langChainMessage(v.(object)))
	}
	return nil
}

// think adds what LangChain's models call the effort.
func (p *page) think() {
	set := func(key string, v value) { p.Settings = p.Settings.with(key, v) }
	switch p.Dialect {
	case chat.MLflow:
		if e := p.Call.text("reasoning_effort"); e != "" {
			set("modelKwargs", object{{key: "reasoning_effort", value: e}})
		}
		if t := p.Call.get("thinking"); t != nil {
			set("modelKwargs", object{{key: "thinking", value: t}})
		}
	case chat.OpenAI:
		if e := p.Call.object("reasoning").text("effort"); e != "" {
			set("reasoning", object{{key: "effort", value: e}})
		}
	case chat.Anthropic:
		if t := p.Call.object("thinking"); t != nil {
			set("thinking", t)
			set("maxTokens", p.Call.get("max_tokens")) // it has to be above the budget
		}
		if o := p.Call.object("output_config"); o != nil {
			set("outputConfig", o)
		}
	case chat.Gemini:
		if t := p.Call.object("generationConfig").object("thinkingConfig"); t != nil {
			set("thinkingConfig", t)
		}
	}
}

// A construction is a message as LangChain's classes make it.
func made(class string, argument value) value {
	return object{{key: class, value: argument}}
}

func (p *page) langChainMessage(m object) value {
	switch m.text("role") {
	case "tool":
		return made("ToolMessage", object{{key: "content", value: m.get("content")}, {key: "tool_call_id", value: m.get("tool_call_id")}})
	case "assistant":
		asked := m.list("tool_calls")
		if asked == nil {
			return made("AIMessage", m.get("content"))
		}
		var calls list
		for _, v := range asked {
			f := v.(object).object("function")
			args, err := parse([]byte(f.text("arguments")))
			if err != nil {
				args = object{}
			}
			calls = append(calls, object{{key: "id", value: v.(object).get("id")}, {key: "name", value: f.get("name")}, {key: "args", value: args}})
		}
		content, _ := m.get("content").(string)
		answer := object{{key: "content", value: content}, {key: "tool_calls", value: calls}}
		if p.Dialect == chat.Gemini {
			seals := object{{key: calls[0].(object).text("id"), value: unsealed}}
			answer = answer.with("additional_kwargs", object{{key: "__gemini_function_call_thought_signatures__", value: seals}})
		}
		return made("AIMessage", answer)
	}
	parts := m.list("content")
	if parts == nil {
		return made("HumanMessage", m.get("content"))
	}
	var content list
	for _, v := range parts {
		content = append(content, langChainPart(v.(object)))
	}
	return made("HumanMessage", object{{key: "content", value: content}})
}

func langChainPart(part object) value {
	if part.text("type") != "file" {
		return part
	}
	f := part.object("file")
	mime, data := dataURL(f.text("file_data"))
	return object{
		{key: "type", value: "file"}, {key: "source_type", value: "base64"}, {key: "mime_type", value: mime}, {key: "data", value: data},
		{key: "metadata", value: object{{key: "filename", value: f.get("filename")}}},
	}
}

// LangChain writes the messages, each with its class.
func (p *page) LangChain(depth int) string {
	l := p.sdk.language
	var lines []string
	for _, v := range p.Messages {
		m := v.(object)[0]
		lines = append(lines, fmt.Sprintf("new %s(%s)", m.key, l.write(m.value, depth+1)))
	}
	return l.block(l.list, lines, depth)
}

// Classes are those of LangChain's messages that the program makes.
func (p *page) Classes() string {
	var names []string
	for _, class := range []string{"AIMessage", "HumanMessage", "SystemMessage", "ToolMessage"} {
		used := class == "ToolMessage" && len(p.Tools) > 0
		for _, v := range p.Messages {
			used = used || v.(object)[0].key == class
		}
		if used {
			names = append(names, class)
		}
	}
	return strings.Join(names, ", ")
}
