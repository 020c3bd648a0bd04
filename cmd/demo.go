package cmd

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/spf13/cobra"

	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/demo"
)

func demoCommand(p *program.Program) *cobra.Command {
	var listen string
	c := &cobra.Command{
		Use:   "demo [flags]",
		Short: "Serve an offline gateway",
		Long: `demo serves an offline Neon AI Gateway: all four dialects, streaming or not,
with the refusals of the real one. It prints the two variables that point an
SDK or a script at it, and runs until it is interrupted.

Words in a prompt cause trouble, such as "!status 429" and "!cut"; the prompt
"help" lists them. NEONCHAT_DEMO_SPEED sets the pace: 1 is a person's, 2 is
twice as fast, 0 doesn't wait.

--serve, or NEONCHAT_DEMO_SERVE, serves these models alone, as a branch does
that has no others:

  neonchat demo --serve gpt-oss-120b,qwen3-next-80b-a3b-instruct,gte-large-en`,
		Args: program.NoArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if ip, err := listensOn(listen); err != nil {
				return program.Usagef("give an address as --listen 127.0.0.1:8080", "--listen can't be %q", listen)
			} else if !ip.IsLoopback() {
				p.Status.Notice(listen + " can be reached from other machines; everybody there can ask the demo")
			}
			s, err := demo.Start(c.Context(), listen, backend.DemoOptions(p))
			if err != nil {
				return program.Usagef("choose another address with --listen", "serving the demo: %w", err)
			}
			defer s.Close()
			_, err = fmt.Fprintf(p.Out, "export NEON_AI_GATEWAY_BASE_URL=%s\nexport NEON_AI_GATEWAY_TOKEN=%s\n", s.URL, s.Token)
			if err != nil {
				return err
			}
			p.Status.Notice("serving the offline gateway; ctrl+c ends it")
			<-s.Done()
			return nil
		},
	}
	c.Flags().StringVar(&p.Flags.Serve, "serve", "", "serve these `MODELS` alone, with commas between")
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "serve on this `ADDRESS`; port 0 means any free port")
	return c
}

// listensOn returns the IP of an address. Without a host it is every IP of the
// machine.
func listensOn(addr string) (netip.Addr, error) {
	host, _, err := net.SplitHostPort(addr)
	switch {
	case err != nil:
		return netip.Addr{}, err
	case host == "localhost":
		return netip.IPv6Loopback(), nil
	case host == "":
		return netip.IPv6Unspecified(), nil
	}
	return netip.ParseAddr(host)
}
