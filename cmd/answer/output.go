package answer

import (
	"fmt"
	"mime"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/ui/markdown"
)

// An Output shows an answer as it arrives and when it is done.
type Output interface {
	event(chat.Event) error
	// Done ends the answer. err is the error of the answer, or nil.
	Done(r Result, a chat.Answer, err error) error
	// Keeps reports whether Done needs the answer's text.
	Keeps() bool
}

// EventTo returns a function that shows upload progress on the status, and all other
// events on out.
func EventTo(s *program.Status, m chat.Model, out Output) func(chat.Event) error {
	return func(e chat.Event) error {
		switch e := e.(type) {
		case chat.Upload:
			s.Sends(m.ID, e)
			return nil
		case chat.CallStarted:
			defer s.Spin(e.Call.Name)
		case chat.CallProgress:
			s.Quiet()
			s.Spin(markdown.Clean(e.Text))
			return nil
		case chat.StepDone:
			if e.Message.Role == chat.User {
				defer s.Spin(m.ID)
			}
		}
		return out.event(e)
	}
}

// NewOutput returns the output for a format.
func NewOutput(p *program.Program, format string) (Output, error) {
	switch format {
	case "json":
		return &jsonOutput{p: p}, nil
	case "jsonl":
		return &JSONLOutput{p: p}, nil
	}
	return NewText(p)
}

// NewText returns an output that renders the answer on a terminal, and writes it byte for
// byte to a file or a pipe.
func NewText(p *program.Program) (Output, error) {
	if p.IsTerminal(p.Out) {
		return NewTerminalOutput(p)
	}
	out := &pipeOutput{p: p, out: NewWriter(p.Out)}
	if len(p.Settings.Tools) > 0 {
		return &holding{Output: out, status: p.Status}, nil
	}
	return out, nil
}

// A pipeOutput writes the answer as it arrives and keeps none of it.
type pipeOutput struct {
	p     *program.Program
	out   *Writer
	begun bool
}

func (o *pipeOutput) Keeps() bool { return false }

func (o *pipeOutput) event(e chat.Event) error {
	if t, ok := e.(chat.TextDelta); ok {
		if !o.begun {
			o.begun = true
			o.p.Status.Answering()
		}
		return o.out.WriteString(t.Text)
	}
	return Aside(o.p.Status, e)
}

func (o *pipeOutput) Done(_ Result, a chat.Answer, _ error) error {
	if err := o.out.Close(); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return Leftovers(o.p.Status, a)
}

// A TerminalOutput shows each block as soon as it is complete, rendered and without
// control sequences.
type TerminalOutput struct {
	p      *program.Program
	Stream *markdown.Stream
}

// NewTerminalOutput returns an error if the theme can't be read.
func NewTerminalOutput(p *program.Program) (*TerminalOutput, error) {
	r, err := markdown.New(p.Style())
	if err != nil {
		return nil, p.NoTheme(err)
	}
	return &TerminalOutput{p, r.Stream()}, nil
}

func (o *TerminalOutput) Keeps() bool { return false }

func (o *TerminalOutput) event(e chat.Event) error {
	switch e := e.(type) {
	case chat.TextDelta:
		return o.Write(e.Text)
	case chat.StepDone:
		return o.pause(e.Message)
	}
	return Aside(o.p.Status, e)
}

// pause ends the text before tool calls, so that the text after them starts anew.
func (o *TerminalOutput) pause(m chat.Message) error {
	if !GoesOn(m) {
		return nil
	}
	_, lines := o.Stream.Close()
	if err := o.Print(lines); err != nil {
		return err
	}
	again, err := NewTerminalOutput(o.p)
	if err == nil {
		o.Stream = again.Stream
	}
	return err
}

// Write adds text to the answer and prints the blocks that are complete.
func (o *TerminalOutput) Write(text string) error {
	_, lines := o.Stream.Write(text) // printed lines can't be changed, so all are kept
	return o.Print(lines)
}

// Print prints lines that are already rendered.
func (o *TerminalOutput) Print(lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	o.p.Status.Answering()
	// Map the style's colours to those that the terminal supports. The environment tells
	// which these are; asking the terminal would take time.
	w := colorprofile.Writer{Forward: o.p.Out, Profile: colorprofile.Env(os.Environ())}
	_, err := w.WriteString(strings.Join(lines, "\n") + "\n")
	return err
}

func (o *TerminalOutput) Done(_ Result, a chat.Answer, _ error) error {
	_, lines := o.Stream.Close()
	if err := o.Print(lines); err != nil {
		return err
	}
	return Leftovers(o.p.Status, a)
}

// Aside prints on standard error events that are not part of the answer.
func Aside(s *program.Status, e chat.Event) error {
	switch e := e.(type) {
	case chat.ReasoningDelta:
		s.Reason(e.Text)
	case chat.Notice:
		s.Notice(e.Text)
	case chat.CallDone:
		tellCall(s, e.Call, e.Result)
	}
	return nil
}

// Leftovers reports what an answer holds besides text, so that nothing is lost. It saves
// images to files and names tool calls that didn't run.
func Leftovers(s *program.Status, a chat.Answer) error {
	s.Quiet()
	s.EndReasoning()
	for _, c := range unanswered(a) {
		s.Say(markdown.Clean(fmt.Sprintf("%s asks to call %s", a.Origin.Model, c.Name)) + arguments(c.Arguments))
	}
	for _, f := range images(a.Message) {
		name, err := saveImage(f)
		if err != nil {
			return fmt.Errorf("keeping the image: %w", err)
		}
		s.Say("the image is in " + name)
	}
	return nil
}

// unanswered returns the calls in an answer that nobody ran.
func unanswered(a chat.Answer) []chat.ToolCall {
	if n := len(a.Steps); n > 0 && a.Steps[n-1].Role == chat.User {
		return nil // they have results
	}
	return a.ToolCalls()
}

// arguments returns the start of a call's arguments, cleaned before it is cut.
func arguments(json string) string {
	return "(" + ansi.Truncate(markdown.Clean(json), 200, "…") + ")"
}

// saveImage writes the image to a new file in the working folder.
func saveImage(f chat.File) (string, error) {
	ext := ".bin"
	for kind, e := range map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif"} {
		if t, _, _ := mime.ParseMediaType(f.MIME); t == kind {
			ext = e
		}
	}
	for n := 1; ; n++ {
		name := fmt.Sprintf("neonchat-%d%s", n, ext)
		file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if os.IsExist(err) && n < 10_000 {
			continue
		}
		if err != nil {
			return "", err
		}
		if _, err := file.Write(f.Data); err != nil {
			file.Close()
			return "", err
		}
		return name, file.Close()
	}
}
