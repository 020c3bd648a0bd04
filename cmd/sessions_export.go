package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
)

// exportFormats are what a session can be exported as, with the ends of their
// files' names.
var exportFormats = []struct{ name, ext string }{
	{"markdown", ".md"}, {"json", ".json"}, {"openai", ".openai.json"}, {"anthropic", ".anthropic.json"},
	{"gemini", ".gemini.json"}, {"ai-sdk", ".ai-sdk.json"},
}

// An export is what is to be exported, and how.
type export struct {
	scope
	format string
	out    string
	archive.Options
}

func (p *program) sessionsExportCommand() *cobra.Command {
	e := &export{}
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
		RunE: func(c *cobra.Command, args []string) error { return p.exportSessions(c.Context(), args, e) },
	}
	e.flags(c)
	c.Flags().StringVar(&e.format, "format", "", "write this `FORMAT`: markdown (default), json, openai, anthropic, gemini or ai-sdk")
	c.Flags().StringVar(&e.out, "out", "", "write to this `FILE`, or one file per session to this folder")
	c.Flags().BoolVar(&e.Reasoning, "reasoning", false, "include the reasoning, in Markdown")
	return c
}

func (p *program) exportSessions(ctx context.Context, ids []string, e *export) error {
	output, err := p.outputOf("text", "json")
	if err != nil {
		return err
	}
	if err := e.check(output == "json"); err != nil {
		return err
	}
	heads, err := p.exported(ctx, ids, e)
	if err != nil {
		return err
	}
	switch {
	case e.folder():
		return p.exportFolder(ctx, heads, e, output)
	case len(heads) != 1 && e.format != "json":
		return usagef("give a folder with --out DIR/, or --format json", "%s can't go into one %s file", numbered(len(heads), "session"), e.format)
	case e.out == "":
		return p.write(ctx, p.out, heads, e, len(ids) != 1)
	}
	err = replaceFile(e.out, func(w io.Writer) error { return p.write(ctx, w, heads, e, len(ids) != 1) })
	if err != nil {
		return err
	}
	return p.tellExport(heads, slices.Repeat([]string{e.out}, len(heads)), e, output)
}

// check settles what to export as, and whether it can be.
func (e *export) check(objects bool) error {
	if e.format == "" && objects && e.out == "" {
		e.format = "json"
	}
	if e.format == "" {
		e.format = "markdown"
	}
	var names []string
	for _, f := range exportFormats {
		names = append(names, f.name)
	}
	switch {
	case !slices.Contains(names, e.format):
		return usagef("give "+oneOf(names), "--format can't be %q", e.format)
	case e.Reasoning && e.format != "markdown":
		return usagef("leave it out, or give --format markdown", "--reasoning is about Markdown")
	case objects && e.out == "" && e.format == "markdown":
		return usagef("say where to with --out, or leave one of them out", "-o json and --format markdown both want standard output")
	}
	return nil
}

// folder reports whether each session goes into a file of its own.
func (e *export) folder() bool {
	if e.out == "" {
		return false
	}
	info, err := os.Stat(e.out)
	return os.IsPathSeparator(e.out[len(e.out)-1]) || err == nil && info.IsDir()
}

// exported are the sessions that are named, or all of the branches that are.
func (p *program) exported(ctx context.Context, ids []string, e *export) ([]chat.Head, error) {
	whole := e.all || e.branch != ""
	switch {
	case whole && len(ids) > 0:
		return nil, usagef("leave the ids out, or the branches", "an id names one session, and --branch or --all-branches all of them")
	case len(ids) > 0:
		return p.heads(ctx, ids)
	case !whole:
		return nil, usagef("'neonchat sessions' lists their ids; --all-branches exports all", "export needs the id of a session")
	}
	in, where, err := p.within(ctx, &e.scope)
	if err != nil {
		return nil, err
	}
	list, err := p.store().List(ctx, in)
	if err == nil && len(list) == 0 {
		err = &usageError{errors.New("there is no session on " + where), ""}
	}
	var heads []chat.Head
	for _, s := range list {
		heads = append(heads, s.Head)
	}
	return heads, err
}

// write writes sessions to one place: several, or one that may have been
// several, as an array.
func (p *program) write(ctx context.Context, w io.Writer, heads []chat.Head, e *export, many bool) error {
	if e.format == "json" && (many || len(heads) > 1) {
		return archive.JSONArray(w, p.whole(ctx, heads))
	}
	s, err := p.store().Load(ctx, heads[0].ID)
	if err != nil {
		return err
	}
	return writeAs(w, s, e)
}

// whole loads sessions one after the other.
func (p *program) whole(ctx context.Context, heads []chat.Head) iter.Seq2[*chat.Session, error] {
	return func(yield func(*chat.Session, error) bool) {
		for _, h := range heads {
			if !yield(p.store().Load(ctx, h.ID)) {
				return
			}
		}
	}
}

func writeAs(w io.Writer, s *chat.Session, e *export) error {
	switch e.format {
	case "markdown":
		_, err := io.WriteString(w, archive.Markdown(s, e.Options))
		return err
	case "json":
		return archive.JSON(w, s)
	case "ai-sdk":
		return writeMessages(w, archive.ModelMessages(client.Unsealed(s.Path())))
	}
	dialect := e.format
	if dialect == "openai" {
		dialect = chat.MLflow // whose messages are those of OpenAI's chat completions
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

func (p *program) exportFolder(ctx context.Context, heads []chat.Head, e *export, output string) error {
	if err := os.MkdirAll(e.out, 0o700); err != nil {
		return err
	}
	var files []string
	for s, err := range p.whole(ctx, heads) {
		if err != nil {
			return err
		}
		file := filepath.Join(e.out, fileName(s.Head, e.format))
		if err := replaceFile(file, func(w io.Writer) error { return writeAs(w, s, e) }); err != nil {
			return err
		}
		files = append(files, file)
	}
	return p.tellExport(heads, files, e, output)
}

// fileName names the file of a session: when it began, what it is about and its
// id, so that no two are the same.
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

// replaceFile writes a file whole or not at all, readable for its user alone.
func replaceFile(path string, write func(io.Writer) error) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	err = errors.Join(write(temporary), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		os.Remove(temporary.Name())
		return fmt.Errorf("exporting: %w", err)
	}
	return nil
}

// An exportedLine is a session that was exported into a file, as -o json has it.
type exportedLine struct {
	Session string `json:"session"`
	Title   string `json:"title"`
	Format  string `json:"format"`
	File    string `json:"file"`
}

func (p *program) tellExport(heads []chat.Head, files []string, e *export, output string) error {
	if output == "json" {
		lines := []exportedLine{}
		for i, h := range heads {
			lines = append(lines, exportedLine{h.ID, h.Title, e.format, files[i]})
		}
		return p.printJSON(lines)
	}
	p.status.notice(numbered(len(heads), "session") + " exported to " + e.out)
	return nil
}
