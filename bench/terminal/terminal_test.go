//go:build unix

package terminal

import (
	"os/exec"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

func TestAProgramIsSeenAndTypedTo(t *testing.T) {
	const patience = 10 * time.Second
	tty, err := Start(exec.Command("sh", "-c", `printf '\033[?25l\033[1mhello\033[m 漢!'; read name; printf "you are $name"`), 40, 5)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	if _, err := tty.Sees(patience, "hello 漢!"); err != nil {
		t.Fatal(err)
	}
	tty.Look(func(s Screen) {
		if s.Cell(0, 0).Style.Attrs&uv.AttrBold == 0 || s.Cell(7, 0) != nil || s.Cell(8, 0).Content != "!" {
			t.Errorf("the first cell isn't bold, or the wide character isn't wide: %q", s.Row(0))
		}
		if _, _, shown := s.Cursor(); shown {
			t.Error("the cursor is shown")
		}
	})
	tty.Type("welcome\r")
	if _, err := tty.Sees(patience, "you are welcome"); err != nil {
		t.Fatal(err)
	}
	if p, err := tty.Wait(); err != nil || !p.Success() {
		t.Errorf("it ended with %v, %v", p, err)
	}
	if _, err := tty.Sees(patience, "farewell"); err == nil {
		t.Error("a program that has ended was waited for")
	}
}
