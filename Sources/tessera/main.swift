import Commands

await TesseraProgram.run()
