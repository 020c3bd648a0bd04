package demo

import (
	"encoding/json"
	"strings"
)

// liveModels is the list of what the branch serves. Its limits and prices
// are null, as the real one's are.
func liveModels(served []model) object {
	data := []any{}
	for _, m := range served {
		output := "text"
		if m.embeds() {
			output = "embeddings"
		}
		data = append(data, object{
			"id": m.id, "canonical_slug": m.id, "name": m.name, "owned_by": owner(m), "enabled": m.id != retired,
			"object": "model", "created": 0, "context_length": nil, "pricing": nil, "per_request_limits": nil, "top_provider": nil,
			"architecture": object{"input_modalities": m.inputs(), "output_modalities": []string{output}, "modality": nil, "tokenizer": nil},
		})
	}
	return object{"object": "list", "data": data}
}

func owner(m model) string {
	for _, o := range [...]struct{ part, name string }{
		{"claude", "anthropic"}, {"gemini", "google"}, {"gpt-", "openai"}, {"llama", "meta"}, {"qwen", "alibaba"},
		{"glm", "z.ai"}, {"kimi", "moonshotai"}, {"inkling", "thinkingmachines"}, {"grok", "xai"},
	} {
		if m.has(o.part) {
			return o.name
		}
	}
	return "databricks"
}

func (m model) inputs() []string { return append([]string{"text"}, strings.Fields(m.modes)...) }

// modelsDev is the catalog in the shape of models.dev/api.json, of one provider.
func modelsDev() object {
	all := object{}
	for _, m := range models {
		all[m.id] = m.listing()
	}
	return object{"neon": object{
		"id": "neon", "name": "Neon", "npm": "@ai-sdk/openai-compatible",
		"api": "${NEON_AI_GATEWAY_BASE_URL}/ai-gateway/mlflow/v1",
		"env": []string{"NEON_AI_GATEWAY_BASE_URL", "NEON_AI_GATEWAY_TOKEN"},
		"doc": "https://neon.com/docs", "models": all,
	}}
}

func (m model) listing() object {
	limit := object{"context": m.context, "output": m.output}
	if m.input > 0 {
		limit["input"] = m.input
	}
	output := []string{"text"}
	if gpt(m) {
		output = append(output, "image")
	}
	o := object{
		"id": m.id, "name": m.name, "family": m.family, "release_date": m.released, "last_updated": m.released,
		"attachment": m.modes != "", "reasoning": m.reasons(), "tool_call": true, "structured_output": !claude(m),
		"temperature": !gpt(m) && !newClaude(m), "open_weights": gptOSS(m) || openWeights(m), "limit": limit,
		"modalities": object{"input": m.inputs(), "output": output},
	}
	if options := m.options(); len(options) > 0 {
		o["reasoning_options"] = options
	}
	if m.price != nil {
		o["cost"] = m.cost()
	}
	if gpt(m) || grok(m) {
		o["provider"] = object{"npm": "@ai-sdk/openai", "api": "${NEON_AI_GATEWAY_BASE_URL}/ai-gateway/openai/v1", "shape": "responses"}
	}
	return o
}

func (m model) options() []any {
	var options []any
	if m.toggle {
		options = append(options, object{"type": "toggle"})
	}
	if m.budget != [2]int{} {
		options = append(options, object{"type": "budget_tokens", "min": m.budget[0], "max": m.budget[1]})
	}
	if m.efforts != "" && m.budget == [2]int{} {
		options = append(options, object{"type": "effort", "values": strings.Fields(m.efforts)})
	}
	return options
}

func (m model) cost() object {
	named := func(prices []json.Number) object {
		o := object{}
		for i, name := range []string{"input", "output", "cache_read", "cache_write"} {
			if i < len(prices) {
				o[name] = prices[i]
			}
		}
		return o
	}
	o := named(m.price)
	if len(m.above) > 0 {
		tier := named(m.above[1:])
		tier["tier"] = object{"type": "context", "size": m.above[0]}
		o["tiers"] = []any{tier}
	}
	return o
}
