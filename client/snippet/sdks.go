package snippet

import (
	"go/format"
	"strings"
	"text/template"

	"neonchat/chat"
)

// An sdk is what a program can be written for.
type sdk struct {
	name     string // of its template too
	dialects []string
	packages map[string]string // what is installed, by dialect; "" holds for all
	language language
	fence    string
	file     string
	run      string

	streamsTools bool
	shape        func(*page) error // fits the page to the SDK's own words
	format       func(source string) (string, error)
}

var everywhere = chat.Dialects[:]

const (
	tsx    = "npx tsx --env-file=.env.local main.ts"
	pyRun  = "python main.py"
	tsFile = "main.ts"
)

// sdks are in the order in which they are shown.
var sdks = []sdk{
	{name: "curl", dialects: everywhere, language: document, fence: "sh", file: "ask.sh", run: "sh ask.sh"},
	{name: "openai", dialects: []string{chat.MLflow}, packages: all("openai@7"), language: javascript, fence: "ts", file: tsFile, run: tsx, shape: shapeOpenAI},
	{name: "openai-responses", dialects: []string{chat.OpenAI}, packages: all("openai@7"), language: javascript, fence: "ts", file: tsFile, run: tsx, shape: shapeResponses},
	{name: "anthropic", dialects: []string{chat.Anthropic}, packages: all("@anthropic-ai/sdk@1"), language: javascript, fence: "ts", file: tsFile, run: tsx, shape: shapeAnthropic},
	{name: "google-genai", dialects: []string{chat.Gemini}, packages: all("@google/genai@3"), language: javascript, fence: "ts", file: tsFile, run: tsx, shape: shapeGenAI},
	{name: "ai-sdk", dialects: everywhere, packages: providers, language: javascript, fence: "ts", file: tsFile, run: tsx, streamsTools: true, shape: shapeAISDK},
	{name: "mastra", dialects: []string{chat.MLflow}, packages: all("@mastra/core@1"), language: javascript, fence: "ts", file: tsFile, run: tsx, streamsTools: true, shape: shapeMastra},
	{name: "neon-function", dialects: everywhere, packages: providers, language: javascript, fence: "ts", file: "functions/ask.ts", run: "npx neon dev", streamsTools: true, shape: shapeAISDK},
	{name: "python-openai", dialects: []string{chat.OpenAI, chat.MLflow}, packages: all("'openai>=2'"), language: python, fence: "python", file: "main.py", run: pyRun, shape: shapePython},
	{name: "python-anthropic", dialects: []string{chat.Anthropic}, packages: all("'anthropic>=0.100'"), language: python, fence: "python", file: "main.py", run: pyRun, shape: shapeAnthropic},
	{name: "python-genai", dialects: []string{chat.Gemini}, packages: all("'google-genai>=1.60'"), language: python, fence: "python", file: "main.py", run: pyRun, shape: shapePythonGenAI},
	{name: "go", dialects: everywhere, language: golang, fence: "go", file: "main.go", run: "go run main.go", format: gofmt},
	{name: "langchain", dialects: everywhere, packages: langchain, language: javascript, fence: "ts", file: tsFile, run: tsx, shape: shapeLangChain},
}

func all(packages string) map[string]string { return map[string]string{"": packages} }

var providers = map[string]string{
	chat.MLflow:    "ai@7 @ai-sdk/openai-compatible@3",
	chat.OpenAI:    "ai@7 @ai-sdk/openai@4",
	chat.Anthropic: "ai@7 @ai-sdk/anthropic@4",
	chat.Gemini:    "ai@7 @ai-sdk/google@4",
}

var langchain = map[string]string{
	chat.MLflow:    "@langchain/core@1 @langchain/openai@1",
	chat.OpenAI:    "@langchain/core@1 @langchain/openai@1",
	chat.Anthropic: "@langchain/core@1 @langchain/anthropic@1",
	chat.Gemini:    "@langchain/core@1 @langchain/google-genai@2",
}

// install is the command that installs what the program needs.
func (s *sdk) install(dialect string) string {
	packages := s.packages[dialect] + s.packages[""]
	switch {
	case packages == "":
		return ""
	case s.fence == "python":
		return "pip install " + packages
	}
	return "npm install " + packages
}

func gofmt(source string) (string, error) {
	b, err := format.Source([]byte(source))
	return string(b), err
}

// functions are what templates can call.
func (p *page) functions() template.FuncMap {
	l := p.sdk.language
	return template.FuncMap{
		"lit":      func(depth int, v any) string { return l.write(v, depth) },
		"fields":   func(depth int, o object) string { return l.fields(o, depth, ",\n") },
		"args":     func(depth int, o object) string { return arguments(o, depth) },
		"without":  func(o object, keys ...string) object { return o.without(keys...) },
		"get":      func(o object, key string) value { return o.get(key) },
		"key":      l.key,
		"sh":       shellText,
		"expanded": func(depth int, v any) string { return heredoc.write(v, depth) },
		"backtick": func() string { return "`" },
		"lower":    strings.ToLower,
	}
}
