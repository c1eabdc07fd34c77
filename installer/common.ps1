# Shared by run.ps1 and test.ps1: what a fresh Windows with Python 3.11+ lacks, installed. Dot-sourced, not run.
$ErrorActionPreference = "Stop"
$Root = Split-Path -Parent $PSScriptRoot
$Venv = Join-Path $Root ".venv"
$Bin = Join-Path $Venv "Scripts"

function Say($Text) { [Console]::Error.WriteLine("peanut-studio: $Text") }

function Find-Python {
    foreach ($Candidate in @($env:PYTHON, "python", "python3")) {
        if (-not $Candidate) { continue }
        if (-not (Get-Command $Candidate -ErrorAction SilentlyContinue)) { continue }
        # Where only the shop's stand-in is there it complains, which Windows PowerShell takes for an error of its own.
        try { & $Candidate -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>$null } catch { continue }
        if ($LASTEXITCODE -eq 0) { return $Candidate }
    }
    throw "Python 3.11 or newer is needed; install it from python.org and run this again."
}

function New-Environment($Extra) {
    $Stamp = Join-Path $Venv (".peanut-" + $Extra.Replace(",", "-"))
    $Wanted = (Get-FileHash (Join-Path $Root "pyproject.toml")).Hash + (Get-FileHash (Join-Path $PSScriptRoot "constraints.txt")).Hash
    if ((Test-Path $Stamp) -and ((Get-Content $Stamp -Raw) -eq $Wanted)) { return }
    if (-not (Test-Path (Join-Path $Bin "python.exe"))) {
        Say "making the virtual environment .venv"
        & (Find-Python) -m venv $Venv
        if ($LASTEXITCODE -ne 0) { throw "The virtual environment could not be made in $Venv" }
    }
    Say "installing packages (this takes a few minutes the first time)"
    & (Join-Path $Bin "python.exe") -m pip install -q --disable-pip-version-check -c (Join-Path $PSScriptRoot "constraints.txt") -e "$Root[$Extra]"
    if ($LASTEXITCODE -ne 0) { throw "Packages could not be installed; see the lines above" }
    Set-Content -NoNewline -Path $Stamp -Value $Wanted
}

# The package of the SAM 2 engines, built beside the torch that is here; tried once, and done without where it cannot be had.
function Install-Sam2 {
    $Stamp = Join-Path $Venv ".peanut-sam2"
    $Constraints = Join-Path $PSScriptRoot "constraints.txt"
    $Wanted = (Get-FileHash $Constraints).Hash
    if ((Test-Path $Stamp) -and ((Get-Content $Stamp -Raw) -eq $Wanted)) { return }
    Say "installing SAM 2"
    $env:SAM2_BUILD_CUDA = "0"
    & (Join-Path $Bin "python.exe") -m pip install -q --disable-pip-version-check --no-build-isolation -c $Constraints sam2
    if ($LASTEXITCODE -ne 0) { Say "SAM 2 could not be installed; MobileSAM tracks instead" }
    Set-Content -NoNewline -Path $Stamp -Value $Wanted
}

function Get-Weights($Engines) {
    $Stamp = Join-Path $Venv (".peanut-weights-" + $Engines.Count)
    if (Test-Path $Stamp) { return }
    & (Join-Path $Bin "peanut-studio.exe") models fetch @Engines
    if ($LASTEXITCODE -eq 0) { New-Item -ItemType File -Path $Stamp | Out-Null }
    else { Say "not all weights could be fetched; the engines that need none still work" }
}
