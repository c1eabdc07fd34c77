# Installs what is missing and runs Peanut Studio. Without arguments: the app.
. (Join-Path $PSScriptRoot "common.ps1")
New-Environment "app"
Install-Sam2
Get-Weights @("mobilesam", "propagation")
& (Join-Path $Bin "peanut-studio.exe") @args
exit $LASTEXITCODE
