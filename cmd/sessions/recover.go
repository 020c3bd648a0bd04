package sessions

import (
	"context"

	"github.com/spf13/cobra"

	"neonchat/cmd/program"
)

func recoverCommand(b *base) *cobra.Command {
	return &cobra.Command{
		Use:   "recover FILE",
		Short: "Save what can be read of another history file",
		Long: `recover saves the sessions and votes of another history file in this history:
of a corrupt one that was set aside (history.db.corrupt-...), of a backup, or of
another computer's. It reads a broken file page by page and takes what is whole;
the file stays as it is. Sessions return to their branches. Recovering again
duplicates nothing.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return program.Usagef("give a history.db, or one that was set aside", "recover needs one file")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return (&recoverOptions{b, args[0]}).run(c.Context())
		},
	}
}

type recoverOptions struct {
	*base
	file string
}

// A recoveredLine is what came of it, as -o json has it.
type recoveredLine struct {
	Saved    int `json:"saved"`
	Partly   int `json:"partly"`
	Known    int `json:"known"`    // already there, with every message
	Sessions int `json:"sessions"` // that the file has traces of
}

func (o *recoverOptions) run(ctx context.Context) error {
	output, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	done, err := o.history.Store().Recover(ctx, o.file)
	if err != nil {
		return err
	}
	if output == "json" {
		return o.PrintJSON(recoveredLine{done.Sessions, done.Partly, done.There, done.Of})
	}
	o.Status.Say(done.String())
	return nil
}
