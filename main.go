// Command neonchat is a terminal client for the Neon AI Gateway.
package main

import (
	"os"

	"neonchat/cmd"
)

func main() { os.Exit(cmd.Run(os.Args[1:])) }
