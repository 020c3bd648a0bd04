package compare

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"

	"neonchat/catalog"
)

// markdown is the judgement as a section of the document.
func (j *judgement) markdown(outcomes []outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Judgement\n\nAn opinion of %s, which saw the answers without names and in both orders.\n\n", j.Judge)
	names := func(places []int) []string {
		words := make([]string, len(places))
		for i, k := range places {
			words[i] = outcomes[k].label
		}
		return words
	}
	switch {
	case j.err != nil:
		b.WriteString("> neonchat: " + lack(j.err) + "\n")
	case j.Agreed:
		for i, name := range names(j.Ranking) {
			fmt.Fprintf(&b, "%d. %s\n", i+1, name)
		}
	case j.Winner != nil:
		fmt.Fprintf(&b, "Both times it put **%s** first. It ranked the others by the order in which it saw them.\n", outcomes[*j.Winner].label)
	default:
		b.WriteString("**It contradicts itself**: what it saw first or last decided, and not the answers. So it chose none.\n")
	}
	for _, r := range j.Rounds {
		shown := names(r.Order)
		for i := range shown {
			shown[i] = label(i) + " " + shown[i]
		}
		fmt.Fprintf(&b, "\nOf %s it ranked %s:\n\n%s\n", strings.Join(shown, ", "), strings.Join(names(r.Ranking), " before "), quoted(r.Reason))
	}
	if u := j.Usage; u != nil && u.Input > 0 {
		fmt.Fprintf(&b, "\nThe judge took %s tokens in and %s out", humanize.Comma(u.Input), humanize.Comma(u.Output))
		if j.CostUSD != nil {
			b.WriteString(", " + catalog.FormatUSD(*j.CostUSD))
		}
		b.WriteString(".\n")
	}
	return b.String()
}

func quoted(text string) string { return "> " + strings.ReplaceAll(text, "\n", "\n> ") }
