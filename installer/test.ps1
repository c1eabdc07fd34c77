# Installs what is missing and runs every check: lint, formatting, types, imports, tests. Arguments go to pytest.
. (Join-Path $PSScriptRoot "common.ps1")
New-Environment "app,test"
Install-Sam2
Get-Weights @("mobilesam", "propagation", "spynet")
Set-Location $Root
if (-not $env:QT_QPA_PLATFORM) { $env:QT_QPA_PLATFORM = "offscreen" }
$Failed = 0
foreach ($Check in @(@("ruff.exe", "check", "."), @("ruff.exe", "format", "--check", "."), @("mypy.exe"), @("lint-imports.exe"))) {
    & (Join-Path $Bin $Check[0]) @($Check | Select-Object -Skip 1)
    if ($LASTEXITCODE -ne 0) { $Failed = 1 }
}
& (Join-Path $Bin "python.exe") -m pytest @args
if ($LASTEXITCODE -ne 0) { $Failed = 1 }
exit $Failed
