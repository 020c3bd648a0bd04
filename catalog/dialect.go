package catalog

import "strings"

// Dialects returns the names of the gateway's dialects.
func Dialects() []string { return []string{"mlflow", "openai", "anthropic", "gemini"} }

// Dialect returns the dialect that fits a model by its family alone, which its
// id tells: the vendor's own for Claude, GPT and Gemini, and for all others
// "mlflow", which every vendor's models understand. Use [Catalog.Dialect] when
// there is a catalog, which may know better.
func Dialect(id string) string {
	k := key(id)
	switch {
	case strings.HasPrefix(k, "claude"):
		return "anthropic"
	case strings.Contains(k, "codex"),
		strings.HasPrefix(k, "gpt-") && !strings.HasPrefix(k, "gpt-oss"):
		return "openai"
	case strings.HasPrefix(k, "gemini"):
		return "gemini"
	}
	return "mlflow"
}

// Other is the vendor of a model of which nobody says who made it.
const Other = "other"

// vendor returns who made a model, as far as its id or its family tells.
// Models distilled from others carry both names; the maker's comes first in the
// table.
func vendor(id, family string) string {
	k := key(id) + " " + strings.ToLower(family)
	for _, v := range [...]struct{ part, name string }{
		{"claude", "Anthropic"},
		{"deepseek", "DeepSeek"},
		{"nemotron", "NVIDIA"},
		{"gpt", "OpenAI"},
		{"codex", "OpenAI"},
		{"gemini", "Google"},
		{"gemma", "Google"},
		{"llama", "Meta"},
		{"qwen", "Alibaba"},
		{"glm", "Z.ai"},
		{"kimi", "Moonshot AI"},
		{"mistral", "Mistral"},
		{"mixtral", "Mistral"},
		{"grok", "xAI"},
		{"minimax", "MiniMax"},
		{"inkling", "Thinking Machines"},
	} {
		if strings.Contains(k, v.part) {
			return v.name
		}
	}
	return ""
}
