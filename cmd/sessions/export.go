package sessions

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/chat/archive"
	"neonchat/client"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/config/atomicfile"
)

// exportFormats are the formats of an export, with their file extensions.
var exportFormats = []struct{ name, ext string }{
	{"markdown", ".md"}, {"json", ".json"}, {"openai", ".openai.json"}, {"anthropic", ".anthropic.json"},
	{"gemini", ".gemini.json"}, {"ai-sdk", ".ai-sdk.json"},
}

type exportOptions struct {
	*base
	scope
	ids    []string
	format string
	to     string // a file or a folder; "" is standard output
	archive.Options
}

func exportCommand(b *base) *cobra.Command {
	o := &exportOptions{base: b}
	c := &cobra.Command{
		Use:   "export ID...",
		Short: "Write sessions to files",
		Long: `export writes sessions to standard output or to --out. Without an ID, --branch
or --all-branches exports all of their sessions.

  markdown   the conversation, to read, with a front matter
  json       everything, all versions of every message; 'import' reads it
  openai     the messages of OpenAI's chat completions
  anthropic  the messages of Anthropic's Messages
  gemini     the contents of Gemini's generateContent
  ai-sdk     the ModelMessage[] of AI SDK 5

All but json contain the versions that the chat shows. Sealed parts (signatures,
encrypted reasoning), which only their vendor can read, are included only for
the model that made them. For several sessions, give --out a folder, or use
--format json, which makes an array.`,
		RunE: func(c *cobra.Command, args []string) error {
			o.ids = args
			return o.run(c.Context())
		},
	}
	o.flags(c)
	c.Flags().StringVar(&o.format, "format", "", "write this `FORMAT`: markdown (default), json, openai, anthropic, gemini or ai-sdk")
	c.Flags().StringVar(&o.to, "out", "", "write to this `FILE`, or one file per session to this folder")
	c.Flags().BoolVar(&o.Reasoning, "reasoning", false, "include the reasoning, in Markdown")
	return c
}

func (o *exportOptions) run(ctx context.Context) error {
	output, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	if err := o.check(output == "json"); err != nil {
		return err
	}
	heads, err := o.exported(ctx)
	if err != nil {
		return err
	}
	switch {
	case o.folder():
		return o.writeFolder(ctx, heads, output)
	case len(heads) != 1 && o.format != "json":
		return program.Usagef("give a folder with --out DIR/, or --format json", "%s can't go into one %s file", words.Count(len(heads), "session"), o.format)
	case o.to == "":
		return o.write(ctx, o.Out, heads)
	}
	err = exportFile(o.to, func(w io.Writer) error { return o.write(ctx, w, heads) })
	if err != nil {
		return err
	}
	return o.tell(heads, slices.Repeat([]string{o.to}, len(heads)), output)
}

// check completes the options and reports which don't go together.
func (o *exportOptions) check(objects bool) error {
	if o.format == "" && objects && o.to == "" {
		o.format = "json"
	}
	if o.format == "" {
		o.format = "markdown"
	}
	var names []string
	for _, f := range exportFormats {
		names = append(names, f.name)
	}
	switch {
	case !slices.Contains(names, o.format):
		return program.Usagef("give "+words.OneOf(names), "--format can't be %q", o.format)
	case o.Reasoning && o.format != "markdown":
		return program.Usagef("leave it out, or give --format markdown", "--reasoning is about Markdown")
	case objects && o.to == "" && o.format == "markdown":
		return program.Usagef("say where to with --out, or leave one of them out", "-o json and --format markdown both want standard output")
	}
	return nil
}

// folder reports whether each session is written into a file of its own.
func (o *exportOptions) folder() bool {
	if o.to == "" {
		return false
	}
	info, err := os.Stat(o.to)
	return os.IsPathSeparator(o.to[len(o.to)-1]) || err == nil && info.IsDir()
}

// exported returns the sessions to export: those with the given ids, or all of
// the given branches.
func (o *exportOptions) exported(ctx context.Context) ([]chat.Head, error) {
	whole := o.all || o.branch != ""
	switch {
	case whole && len(o.ids) > 0:
		return nil, program.Usagef("leave the ids out, or the branches", "an id names one session, and --branch or --all-branches all of them")
	case len(o.ids) > 0:
		return o.heads(ctx, o.ids)
	case !whole:
		return nil, program.Usagef("'neonchat sessions' lists their ids; --all-branches exports all", "export needs the id of a session")
	}
	in, where, err := o.within(ctx, o.scope)
	if err != nil {
		return nil, err
	}
	list, err := o.history.Store().List(ctx, in)
	if err == nil && len(list) == 0 {
		err = program.Usagef("", "there is no session on %s", where)
	}
	var heads []chat.Head
	for _, s := range list {
		heads = append(heads, s.Head)
	}
	return heads, err
}

// write writes sessions to w, several as an array.
func (o *exportOptions) write(ctx context.Context, w io.Writer, heads []chat.Head) error {
	if o.format == "json" && (len(o.ids) != 1 || len(heads) > 1) {
		return archive.JSONArray(w, o.whole(ctx, heads))
	}
	s, err := o.history.Store().Load(ctx, heads[0].ID)
	if err != nil {
		return err
	}
	return o.writeOne(w, s)
}

// whole loads sessions one by one.
func (b *base) whole(ctx context.Context, heads []chat.Head) iter.Seq2[*chat.Session, error] {
	return func(yield func(*chat.Session, error) bool) {
		for _, h := range heads {
			if !yield(b.history.Store().Load(ctx, h.ID)) {
				return
			}
		}
	}
}

func (o *exportOptions) writeOne(w io.Writer, s *chat.Session) error {
	switch o.format {
	case "markdown":
		_, err := io.WriteString(w, archive.Markdown(s, o.Options))
		return err
	case "json":
		return archive.JSON(w, s)
	case "ai-sdk":
		return writeMessages(w, archive.ModelMessages(client.Unsealed(s.Path())))
	}
	dialect := o.format
	if dialect == "openai" {
		dialect = chat.MLflow // its messages are those of OpenAI's chat completions
	}
	messages, err := client.Conversation(s.Path(), dialect)
	if err != nil {
		return err
	}
	return writeMessages(w, messages)
}

func writeMessages(w io.Writer, messages any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(messages); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (o *exportOptions) writeFolder(ctx context.Context, heads []chat.Head, output string) error {
	if err := os.MkdirAll(o.to, 0o700); err != nil {
		return err
	}
	var files []string
	for s, err := range o.whole(ctx, heads) {
		if err != nil {
			return err
		}
		file := filepath.Join(o.to, fileName(s.Head, o.format))
		if err := exportFile(file, func(w io.Writer) error { return o.writeOne(w, s) }); err != nil {
			return err
		}
		files = append(files, file)
	}
	return o.tell(heads, files, output)
}

// fileName is the name of a session's file: its date, its title and its id, so
// that no two are the same.
func fileName(h chat.Head, format string) string {
	var words []string
	length := 0
	for _, w := range strings.FieldsFunc(strings.ToLower(h.Title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if length += len(w) + 1; length > 48 {
			break
		}
		words = append(words, w)
	}
	name := []string{h.ID}
	if len(words) > 0 {
		name = []string{strings.Join(words, "-"), h.ID}
	}
	if !h.Created.IsZero() {
		name = append([]string{h.Created.UTC().Format("2006-01-02")}, name...)
	}
	for _, f := range exportFormats {
		if f.name == format {
			return strings.Join(name, "-") + f.ext
		}
	}
	return strings.Join(name, "-")
}

// An exportedLine is the -o json object of an exported session.
type exportedLine struct {
	Session string `json:"session"`
	Title   string `json:"title"`
	Format  string `json:"format"`
	File    string `json:"file"`
}

func (o *exportOptions) tell(heads []chat.Head, files []string, output string) error {
	if output == "json" {
		lines := []exportedLine{}
		for i, h := range heads {
			lines = append(lines, exportedLine{h.ID, h.Title, o.format, files[i]})
		}
		return o.PrintJSON(lines)
	}
	o.Status.Notice(words.Count(len(heads), "session") + " exported to " + o.to)
	return nil
}

func exportFile(path string, write func(io.Writer) error) error {
	if err := atomicfile.WriteFrom(path, write); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	return nil
}
