package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// oneOf writes "a, b or c".
func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func numbered(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// ago writes how long ago something was, roughly.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return numbered(int(d.Minutes()), "minute") + " ago"
	case d < 48*time.Hour:
		return numbered(int(d.Hours()), "hour") + " ago"
	}
	return numbered(int(d.Hours()/24), "day") + " ago"
}

// without are the words but one.
func without(words []string, word string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return w == word })
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// printJSON writes a value on a line of its own.
func (p *program) printJSON(v any) error { return encodeJSON(p.out, v) }

func encodeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// noArguments refuses arguments with a sentence of ours.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usagef(fmt.Sprintf("'neonchat %s --help' shows what it takes", c.Name()), "'neonchat %s' takes no argument, and %q is one", c.Name(), args[0])
}
