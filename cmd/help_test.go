package cmd

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"neonchat/cmd/program"
)

// Whoever asks a command for help reads what it does, on a screen of 80 columns.
func TestEveryCommandSaysWhatItDoes(t *testing.T) {
	const screen = 80
	help := map[string]string{"neonchat": usage}
	commandsBelow(newRoot(&program.Program{Out: os.Stdout, Err: os.Stderr}), func(c *cobra.Command) {
		help[c.Name()] = c.Long
	})
	if len(help) < 10 {
		t.Errorf("there are %d commands: are they still found?", len(help))
	}
	for name, text := range help {
		if !strings.HasPrefix(text, name+" ") {
			t.Errorf("the help of %s doesn't begin with its name: %q", name, text)
		}
		for line := range strings.Lines(text) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > screen {
				t.Errorf("the help of %s has a line of %d columns: %s", name, n, line)
			}
		}
	}
}

func commandsBelow(parent *cobra.Command, visit func(*cobra.Command)) {
	for _, c := range parent.Commands() {
		if !c.Hidden {
			visit(c)
			commandsBelow(c, visit)
		}
	}
}
