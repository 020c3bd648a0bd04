package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// candidate opens an answer that is to be judged: an element named answer, or
// answer and something more, with a label.
var candidate = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^<(answer[\w-]*) label="(\w+)">\n`)
})

// candidates are the labels and texts of the answers that a prompt holds, when
// it asks for their ranking as JSON.
func candidates(prompt string) (labels []string, texts map[string]string) {
	if !strings.Contains(prompt, `"ranking"`) {
		return nil, nil
	}
	texts = map[string]string{}
	for _, at := range candidate().FindAllStringSubmatchIndex(prompt, -1) {
		text, _, closed := strings.Cut(prompt[at[1]:], "\n</"+prompt[at[2]:at[3]]+">")
		if label := prompt[at[4]:at[5]]; closed {
			labels = append(labels, label)
			texts[label] = text
		}
	}
	return labels, texts
}

// judge ranks answers by their length, as nobody is here who could read them.
// Claude puts its JSON into a fence, as it likes to.
func judge(r *request, labels []string, texts map[string]string) string {
	labels = slices.Clone(labels)
	slices.SortStableFunc(labels, func(a, b string) int { return len(texts[b]) - len(texts[a]) })
	says := string(marshal(object{
		"ranking": labels,
		"reason":  fmt.Sprintf("No model is behind this: answer %s is the longest, and of two that are as long the first stands first.", labels[0]),
	}))
	if claude(r.model) {
		return "```json\n" + says + "\n```\n"
	}
	return says
}
